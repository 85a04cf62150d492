package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void gathersFramesOfSeveralCamerasIntoFullBatches() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 4, Duration.ofMillis(2))) {
            enqueue(assembler, "first", "x");
            await().until(() ->
                    registry.get(Metrics.DETECT_BATCH_SIZE).summary().count() == 1);
            List<CompletableFuture<Judgement>> rest = IntStream.range(0, 8)
                    .mapToObj(i -> submit(assembler, "camera-" + i % 2, "p" + i))
                    .toList();
            for (int i = 0; i < 3; i++) {
                detector.permit();
            }
            rest.forEach(CompletableFuture::join);
            assertThat(detector.batches.get(1)).containsExactly("p0", "p1", "p2", "p3");
            assertThat(detector.batches.get(2)).containsExactly("p4", "p5", "p6", "p7");
        }
    }

    @Test
    void aBatchThatIsNotFullLeavesAtOnceWhileSomebodyDrains() {
        FakeDetector detector = new FakeDetector();
        try (BatchAssembler assembler = assembler(detector, 64, LONG)) {
            CompletableFuture<Judgement> frame = submit(assembler, "gate", "p");
            try (BatchAssembler.Drain draining = assembler.drain()) {
                assertThat(frame).succeedsWithin(LONG.dividedBy(4));
            }
        }
    }

    @Test
    void aFrameThatBreaksTheModelDoesNotTakeItsNeighboursAlong() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 4, LONG)) {
            List<CompletableFuture<Judgement>> frames = List.of(
                    submit(assembler, "a", "p0"),
                    submit(assembler, "a", "poison"),
                    submit(assembler, "a", "p2"),
                    submit(assembler, "a", "p3"));
            for (int i = 0; i < 5; i++) {
                detector.permit();
            }
            assertThat(frames.get(0).join().outcome()).isInstanceOf(FrameOutcome.Found.class);
            assertThat(frames.get(1).join().outcome())
                    .isEqualTo(new FrameOutcome.Unusable("the model failed: engine broke"));
            assertThat(frames.get(2).join().outcome()).isInstanceOf(FrameOutcome.Found.class);
            assertThat(frames.get(3).join().outcome()).isInstanceOf(FrameOutcome.Found.class);
        }
    }

    @Test
    void aFaultOfOurOwnLetsNobodyWaitForEver() {
        FakeDetector detector = new FakeDetector() {
            @Override
            public ModelId model() {
                throw new IllegalStateException("no name");
            }
        };
        try (BatchAssembler assembler = bounded(detector)) {
            assertThat(submit(assembler, "a", "p0")).failsWithin(LONG.dividedBy(4));
            assertThat(submit(assembler, "a", "p1")).failsWithin(LONG.dividedBy(4));
            await().until(() -> !assembler.isFull());
        }
    }

    @Test
    void takesNoMoreThanABatchUntilItKnowsHowFastTheModelIs() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = bounded(detector)) {
            enqueue(assembler, "a", "p0");
            assertThat(assembler.isFull()).isFalse();
            enqueue(assembler, "a", "p1");
            assertThat(assembler.isFull()).isTrue();
            detector.permit(); // one that looks at a batch cannot be closed
            detector.permit();
        }
    }

    @Test
    void saysThatItIsFullAtItsMostFramesInFlight() {
        int enoughToKnowThePace = 20;
        FakeDetector detector = new FakeDetector(enoughToKnowThePace);
        try (BatchAssembler assembler = bounded(detector)) {
            for (int i = 0; i < enoughToKnowThePace; i++) {
                submit(assembler, "a", "first").join();
            }
            for (int i = 0; i < 4; i++) {
                enqueue(assembler, "a", "p" + i);
            }
            await().until(() -> !assembler.isFull());
            enqueue(assembler, "a", "p4");
            assertThat(assembler.isFull()).isTrue();
            for (int i = 0; i < 5; i++) {
                detector.permit();
            }
            await().until(() -> !assembler.isFull());
        }
    }

    /** Batches of two, at most five frames in flight. */
    private BatchAssembler bounded(FrameDetector detector) {
        DetectConfig d = DetectConfig.defaults();
        return new BatchAssembler(
                detector, new DetectConfig(d.guarantee(), 2, d.maxDelay(), 5, 1, 1, d.commitInterval()), registry);
    }

    @Test
    void aCancelledFrameIsNotShownToTheModel() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 1, Duration.ZERO)) {
            enqueue(assembler, "a", "p0");
            CompletableFuture<Judgement> unwanted = submit(assembler, "a", "p1");
            CompletableFuture<Judgement> wanted = submit(assembler, "a", "p2");
            unwanted.cancel(false);
            detector.permit();
            detector.permit();
            wanted.join();
            assertThat(detector.batches).containsExactly(List.of("p0"), List.of("p2"));
        }
    }

    private BatchAssembler assembler(FrameDetector detector, int maxBatch, Duration maxDelay) {
        DetectConfig d = DetectConfig.defaults();
        return new BatchAssembler(
                detector, new DetectConfig(d.guarantee(), maxBatch, maxDelay, 64, 1, 1, d.commitInterval()), registry);
    }

    private static void enqueue(BatchAssembler assembler, String camera, String picture) {
        var unused = submit(assembler, camera, picture);
    }

    private static CompletableFuture<Judgement> submit(BatchAssembler assembler, String camera, String picture) {
        return assembler.submit(camera, picture.getBytes(StandardCharsets.UTF_8));
    }
}
