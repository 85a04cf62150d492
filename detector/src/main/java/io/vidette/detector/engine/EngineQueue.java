package io.vidette.detector.engine;

import io.vidette.detector.nms.Candidates;
import java.nio.ByteBuffer;
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
    private final List<BatchEngine> engines;
    private final BlockingQueue<BatchEngine> free;

    /** Takes the engines over and closes them. */
    EngineQueue(List<BatchEngine> engines) {
        this.engines = List.copyOf(engines);
        free = new ArrayBlockingQueue<>(engines.size(), true, engines);
    }

    @Override
    public void run(ByteBuffer squares, List<Candidates> found) {
        BatchEngine engine = take();
        try {
            engine.run(squares, found);
        } finally {
            free.add(engine);
        }
    }

    private BatchEngine take() {
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
        return engines.get(0).newBuffer(bytes);
    }

    @Override
    public int warmUpBatch(int most) {
        return engines.stream()
                .mapToInt(engine -> engine.warmUpBatch(most))
                .max()
                .orElse(most);
    }

    @Override
    public String settle(ByteBuffer square, List<Candidates> found) {
        engines.forEach(engine -> engine.settle(square, found));
        return "one queue";
    }

    @Override
    public String formKey() {
        return engines.get(0).formKey();
    }

    @Override
    public void close() {
        engines.forEach(BatchEngine::close);
    }
}
