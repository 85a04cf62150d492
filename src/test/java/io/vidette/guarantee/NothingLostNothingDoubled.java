package io.vidette.guarantee;

import io.vidette.topology.camera.CameraStatus;
import java.util.HashMap;
import java.util.Map;

/**
 * From the camera to the frames topic nothing disappears unseen and nothing comes twice; {@link OneVerdictPerFrame} takes
 * over from there. A reader numbers the pictures of its camera from 0 and tells in the camera's status how many Kafka
 * acknowledged and how many it had to drop. So:
 *
 * <ul>
 *   <li>the numbers of a camera grow, or begin again at 0 with its next reader;
 *   <li>as many of its frames lie on the topic as were acknowledged, or more: a node that was killed cannot tell of its
 *       last;
 *   <li>numbers that are missing in between were told as dropped.
 * </ul>
 *
 * Cameras of which no ingest node tells are not judged. A few numbers are remembered of each camera.
 */
public final class NothingLostNothingDoubled implements Guarantee {
    private static final class Camera {
        private long frames;
        private long last = -1;
        private long missing;
        private String repeated = "";
        private final Map<String, Told> nodes = new HashMap<>();
    }

    /** What a node told of a camera: its count begins anew when it takes the camera again. */
    private static final class Told {
        private long published;
        private long dropped;
        private long publishedBefore;
        private long droppedBefore;

        void hear(CameraStatus status) {
            if (status.published() < published || status.dropped() < dropped) {
                publishedBefore += published;
                droppedBefore += dropped;
            }
            published = status.published();
            dropped = status.dropped();
        }
    }

    private final Map<String, Camera> cameras = new HashMap<>();

    @Override
    public void frame(FrameAt frame) {
        Camera camera = of(frame.camera());
        camera.frames++;
        long sequence = frame.sequence().orElse(camera.last + 1);
        if (sequence > camera.last) {
            camera.missing += sequence - camera.last - 1;
        } else if (sequence != 0 && camera.repeated.isEmpty()) {
            camera.repeated =
                    sequence + " follows " + camera.last + " at frames-" + frame.partition() + "-" + frame.offset();
        }
        camera.last = sequence;
    }

    @Override
    public void status(CameraStatus status) {
        of(status.camera())
                .nodes
                .computeIfAbsent(status.node(), node -> new Told())
                .hear(status);
    }

    /** Frames that were dropped before Kafka, and told so. */
    public long dropped() {
        return cameras.values().stream()
                .mapToLong(NothingLostNothingDoubled::dropped)
                .sum();
    }

    @Override
    public void verify() {
        Breaches repeated = new Breaches("cameras whose numbers come twice or go back");
        Breaches lost = new Breaches("cameras with fewer frames than Kafka acknowledged");
        Breaches untold = new Breaches("cameras that miss more numbers than were told as dropped");
        cameras.forEach((name, camera) -> {
            if (camera.nodes.isEmpty()) {
                return;
            }
            if (!camera.repeated.isEmpty()) {
                repeated.add("'" + name + "': " + camera.repeated);
            }
            long published = camera.nodes.values().stream()
                    .mapToLong(told -> told.publishedBefore + told.published)
                    .sum();
            if (camera.frames < published) {
                lost.add("'" + name + "': " + camera.frames + " of " + published);
            }
            if (camera.missing > dropped(camera)) {
                untold.add("'" + name + "': " + camera.missing + ", told " + dropped(camera));
            }
        });
        String run = cameras.size() + " cameras";
        repeated.verify(run);
        lost.verify(run);
        untold.verify(run);
    }

    private static long dropped(Camera camera) {
        return camera.nodes.values().stream()
                .mapToLong(told -> told.droppedBefore + told.dropped)
                .sum();
    }

    private Camera of(String name) {
        return cameras.computeIfAbsent(name, n -> new Camera());
    }
}
