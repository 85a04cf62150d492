package io.vidette.ingest.camera;

import io.vidette.ingest.publish.DeliveryListener;
import io.vidette.ingest.publish.DropReason;
import io.vidette.ingest.publish.FrameOutlet;
import io.vidette.ingest.publish.FrameOutlets;
import io.vidette.ingest.publish.StatusSink;
import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes the place of Kafka: remembers every frame and status. */
final class Recorder implements FrameOutlets, StatusSink {
    private final Map<String, List<FrameHeaders>> frames = new ConcurrentHashMap<>();
    private final List<CameraStatus> statuses = new CopyOnWriteArrayList<>();
    private volatile int unsent;

    @Override
    public FrameOutlet open(String camera, DeliveryListener listener) {
        return new FrameOutlet() {
            @Override
            public void offer(FrameHeaders headers, byte[] jpeg) {
                frames(camera).add(headers);
                listener.delivered();
            }

            @Override
            public boolean awaitRoom(Duration limit) {
                return true;
            }

            @Override
            public void release(Duration drainLimit) {
                for (int i = 0; i < unsent; i++) {
                    listener.dropped(DropReason.DETACHED);
                }
            }
        };
    }

    /** How many frames each camera loses when it is released. */
    void unsent(int frames) {
        unsent = frames;
    }

    @Override
    public void publish(CameraStatus status) {
        statuses.add(status);
    }

    List<FrameHeaders> frames(String camera) {
        return frames.computeIfAbsent(camera, name -> new CopyOnWriteArrayList<>());
    }

    List<CameraStatus> statuses() {
        return statuses;
    }

    List<State> states(String camera) {
        return statuses.stream()
                .filter(status -> status.camera().equals(camera))
                .map(CameraStatus::state)
                .toList();
    }

    boolean isNow(String camera, State state) {
        List<State> states = states(camera);
        return !states.isEmpty() && states.get(states.size() - 1) == state;
    }
}
