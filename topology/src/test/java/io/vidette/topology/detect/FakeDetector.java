package io.vidette.topology.detect;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Takes text for a picture: "bad" cannot be decoded, "poison" breaks the engine, all else holds one object. */
class FakeDetector implements FrameDetector {
    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final Semaphore permits;

    FakeDetector() {
        this(Integer.MAX_VALUE);
    }

    /** Looks at as many batches as it is permitted. */
    FakeDetector(int permitted) {
        permits = new Semaphore(permitted);
    }

    void permit() {
        permits.release();
    }

    @Override
    public ModelId model() {
        return new ModelId("fake", "0".repeat(64));
    }

    @Override
    public BatchOutcome detect(List<byte[]> jpegs) {
        permits.acquireUninterruptibly();
        List<String> pictures =
                jpegs.stream().map(j -> new String(j, StandardCharsets.UTF_8)).toList();
        batches.add(pictures);
        if (pictures.contains("poison")) {
            throw new IllegalStateException("engine broke\nwith a long story");
        }
        return new BatchOutcome(
                model(), pictures.stream().map(FakeDetector::look).toList());
    }

    private static FrameOutcome look(String picture) {
        return picture.equals("bad")
                ? new FrameOutcome.Unusable("no JPEG")
                : new FrameOutcome.Found(64, 48, List.of(new Detection(0, picture, 0.5f, new Box(1, 2, 3, 4))));
    }

    @Override
    public void close() {}
}
