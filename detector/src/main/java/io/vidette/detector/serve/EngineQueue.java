package io.vidette.detector.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.topology.metric.Metrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Several engines behind one queue: batches wait in the order in which they came, and whichever engine is free takes the
 * next.
 *
 * <p>Threading: {@link #run} from any number of threads, as many of which compute at once as there are engines.
 */
final class EngineQueue implements BatchEngine {
    private final List<Lane> lanes;
    private final BlockingQueue<Lane> free;

    /**
     * One engine.
     *
     * @param busy measures the time of its batches, without their time in the queue
     */
    record Lane(BatchEngine engine, Timer busy) {}

    /** Takes the engines over and closes them. */
    EngineQueue(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
        free = new ArrayBlockingQueue<>(lanes.size(), true, lanes);
    }

    /**
     * Several engines as one; a single one as it is.
     *
     * @param devices of the engines, by which their timers are told apart
     */
    static BatchEngine of(List<ComputeDevice> devices, List<BatchEngine> engines, MeterRegistry meters) {
        if (engines.size() == 1) {
            return engines.get(0);
        }
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < engines.size(); i++) {
            String device = devices.get(i).id();
            lanes.add(new Lane(engines.get(i), meters.timer(Metrics.DETECT_DEVICE, "device", device)));
        }
        return new EngineQueue(lanes);
    }

    @Override
    public void run(ByteBuffer squares, List<Candidates> found) {
        Lane lane = take();
        Timer.Sample since = Timer.start();
        try {
            lane.engine().run(squares, found);
        } finally {
            since.stop(lane.busy());
            free.add(lane);
        }
    }

    private Lane take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while all devices were busy", e);
        }
    }

    /** Memory that is pinned is so for every card. */
    @Override
    public ByteBuffer newBuffer(int bytes) {
        return lanes.get(0).engine().newBuffer(bytes);
    }

    @Override
    public int warmUpBatch(int most) {
        return lanes.stream()
                .mapToInt(lane -> lane.engine().warmUpBatch(most))
                .max()
                .orElse(most);
    }

    @Override
    public String settle(ByteBuffer square, List<Candidates> found) {
        lanes.forEach(lane -> lane.engine().settle(square, found));
        return "one queue";
    }

    @Override
    public String formKey() {
        return lanes.get(0).engine().formKey();
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.engine().close());
    }
}
