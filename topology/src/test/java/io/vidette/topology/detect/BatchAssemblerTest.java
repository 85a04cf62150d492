package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.metric.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void combinesFramesOfSeveralCamerasIntoFullBatches() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 4, Duration.ofMillis(2))) {
            BatchQueue.Lane lane = assembler.lane();
            enqueue(lane, "first", "x");
            await().until(() ->
                    registry.get(Metrics.DETECT_BATCH_SIZE).summary().count() == 1);
            List<CompletableFuture<FrameResult>> rest = IntStream.range(0, 8)
                    .mapToObj(i -> submit(lane, "camera-" + i % 2, "p" + i))
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
    void submitsAPartialBatchAtOnceWhenItsLaneDrains() {
        FakeDetector detector = new FakeDetector();
        try (BatchAssembler assembler = assembler(detector, 64, LONG)) {
            BatchQueue.Lane lane = assembler.lane();
            CompletableFuture<FrameResult> frame = submit(lane, "gate", "p");
            lane.drain();
            assertThat(frame).succeedsWithin(LONG.dividedBy(4));
        }
    }

    @Test
    void wakesAnotherWorkerForTheRemainingFrames() {
        FakeDetector detector = new FakeDetector(0);
        DetectConfig d = DetectConfig.defaults();
        DetectConfig twoWorkers = new DetectConfig(d.guarantee(), 2, LONG, 64, 2, 1, d.commitInterval());
        try (BatchAssembler assembler = new BatchAssembler(detector, twoWorkers, registry)) {
            BatchQueue.Lane lane = assembler.lane();
            CompletableFuture<FrameResult> first = submit(lane, "gate", "p0");
            await("a worker that gathers").until(BatchAssemblerTest::someWorkerWaitsForCompany);
            List<CompletableFuture<FrameResult>> rest = IntStream.range(1, 4)
                    .mapToObj(i -> submit(lane, "gate", "p" + i))
                    .toList();
            await("two batches, each with a worker")
                    .until(() ->
                            registry.get(Metrics.DETECT_BATCH_SIZE).summary().count() == 2);
            detector.permit();
            detector.permit();
            first.join();
            rest.forEach(CompletableFuture::join);
        }
    }

    private static boolean someWorkerWaitsForCompany() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("detect-batch-")
                        && thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void processesADrainingLaneFirst() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 2, LONG)) {
            BatchQueue.Lane fed = assembler.lane();
            BatchQueue.Lane draining = onAnotherThread(assembler::lane);
            CompletableFuture<FrameResult> first = submit(fed, "a", "a0");
            enqueue(fed, "a", "a1");
            await().until(() ->
                    registry.get(Metrics.DETECT_BATCH_SIZE).summary().count() == 1);
            enqueue(fed, "a", "a2");
            enqueue(fed, "a", "a3");
            enqueue(draining, "b", "b0");
            enqueue(draining, "b", "b1");
            draining.drain();
            for (int i = 0; i < 3; i++) {
                detector.permit();
            }
            first.join();
            await().until(() -> detector.batches.size() == 3);
            assertThat(detector.batches).containsExactly(List.of("a0", "a1"), List.of("b0", "b1"), List.of("a2", "a3"));
        }
    }

    @Test
    void dividesTheFramesInFlightBetweenLanes() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = bounded(detector)) {
            BatchQueue.Lane lane = assembler.lane();
            enqueue(lane, "a", "p0");
            assertThat(lane.isFull(0)).isFalse();
            BatchQueue.Lane other = onAnotherThread(assembler::lane);
            assertThat(lane.isFull(0)).isTrue();
            assertThat(other.isFull(0)).isFalse();
            other.close();
            assertThat(lane.isFull(0)).isFalse();
            detector.permit(); // one that looks at a batch cannot be closed
        }
    }

    @Test
    void keepsALaneUntilItsLastUserCloses() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = bounded(detector)) {
            BatchQueue.Lane lane = assembler.lane();
            BatchQueue.Lane other = onAnotherThread(assembler::lane);
            BatchQueue.Lane sameThread = assembler.lane();
            assertThat(sameThread).isSameAs(lane);
            enqueue(other, "a", "p0");
            lane.close();
            assertThat(other.isFull(0)).isTrue();
            sameThread.close();
            assertThat(other.isFull(0)).isFalse();
            detector.permit();
        }
    }

    @Test
    void failsOnlyTheFrameThatBreaksTheModel() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 4, LONG)) {
            BatchQueue.Lane lane = assembler.lane();
            List<CompletableFuture<FrameResult>> frames = List.of(
                    submit(lane, "a", "p0"),
                    submit(lane, "a", "poison"),
                    submit(lane, "a", "p2"),
                    submit(lane, "a", "p3"));
            for (int i = 0; i < 5; i++) {
                detector.permit();
            }
            assertThat(outcome(frames.get(0))).isInstanceOf(FrameOutcome.Found.class);
            assertThat(frames.get(1).join()).isEqualTo(new FrameResult.Failed("the model failed: engine broke"));
            assertThat(outcome(frames.get(2))).isInstanceOf(FrameOutcome.Found.class);
            assertThat(outcome(frames.get(3))).isInstanceOf(FrameOutcome.Found.class);
        }
    }

    @Test
    void failsTheFramesOfABatchOnAnInternalError() {
        FakeDetector detector = new FakeDetector() {
            @Override
            public BatchOutcome detect(List<byte[]> jpegs) {
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1;

                    /** Called while the failure is reported, so that reporting it fails. */
                    @Override
                    public String getMessage() {
                        throw new IllegalArgumentException("no message");
                    }
                };
            }
        };
        try (BatchAssembler assembler = bounded(detector)) {
            BatchQueue.Lane lane = assembler.lane();
            assertThat(submit(lane, "a", "p0")).failsWithin(LONG.dividedBy(4));
            assertThat(submit(lane, "a", "p1")).failsWithin(LONG.dividedBy(4));
            await().until(() -> !lane.isFull(0));
        }
    }

    @Test
    void acceptsOneBatchUntilTheModelPaceIsKnown() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = bounded(detector)) {
            BatchQueue.Lane lane = assembler.lane();
            enqueue(lane, "a", "p0");
            assertThat(lane.isFull(0)).isFalse();
            enqueue(lane, "a", "p1");
            assertThat(lane.isFull(0)).isTrue();
            detector.permit(); // one that looks at a batch cannot be closed
            detector.permit();
        }
    }

    @Test
    void reportsFullAtTheMaximumOfFramesInFlight() {
        int enoughToKnowThePace = 20;
        FakeDetector detector = new FakeDetector(enoughToKnowThePace);
        try (BatchAssembler assembler = bounded(detector)) {
            BatchQueue.Lane lane = assembler.lane();
            for (int i = 0; i < enoughToKnowThePace; i++) {
                submit(lane, "a", "first").join();
            }
            for (int i = 0; i < 4; i++) {
                enqueue(lane, "a", "p" + i);
            }
            await().until(() -> !lane.isFull(0));
            enqueue(lane, "a", "p4");
            assertThat(lane.isFull(0)).isTrue();
            for (int i = 0; i < 5; i++) {
                detector.permit();
            }
            await().until(() -> !lane.isFull(0));
        }
    }

    /** Batches of two, at most five frames in flight. */
    private BatchAssembler bounded(FrameDetector detector) {
        DetectConfig d = DetectConfig.defaults();
        return new BatchAssembler(
                detector, new DetectConfig(d.guarantee(), 2, d.maxDelay(), 5, 1, 1, d.commitInterval()), registry);
    }

    @Test
    void skipsInferenceForACancelledFrame() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 1, Duration.ZERO)) {
            BatchQueue.Lane lane = assembler.lane();
            enqueue(lane, "a", "p0");
            CompletableFuture<FrameResult> unwanted = submit(lane, "a", "p1");
            CompletableFuture<FrameResult> wanted = submit(lane, "a", "p2");
            unwanted.cancel(false);
            detector.permit();
            detector.permit();
            wanted.join();
            assertThat(detector.batches).containsExactly(List.of("p0"), List.of("p2"));
        }
    }

    @Test
    void ignoresCancelledFramesInThePaceOfTheModel() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 2, LONG)) {
            BatchQueue.Lane lane = assembler.lane();
            BatchQueue.Lane other = onAnotherThread(assembler::lane);
            submit(lane, "a", "p0").cancel(false);
            assertThat(lane.isFull(0)).isTrue(); // half a batch, while the pace is not known
            lane.drain();
            await().until(() -> !lane.isFull(0));
            enqueue(lane, "a", "p1");
            assertThat(lane.isFull(0)).isTrue();
            other.close();
        }
    }

    private BatchAssembler assembler(FrameDetector detector, int maxBatch, Duration maxDelay) {
        DetectConfig d = DetectConfig.defaults();
        return new BatchAssembler(
                detector, new DetectConfig(d.guarantee(), maxBatch, maxDelay, 64, 1, 1, d.commitInterval()), registry);
    }

    @Test
    void skipsInferenceForAFrameThatExpiresWhileWaiting() {
        FakeDetector detector = new FakeDetector(0);
        try (BatchAssembler assembler = assembler(detector, 1, Duration.ZERO)) {
            BatchQueue.Lane lane = assembler.lane();
            CompletableFuture<FrameResult> first = submit(lane, "a", "p1");
            CompletableFuture<FrameResult> old = lane.submit(frame("b", "p2"), 1, new SkipRule.TimeLeft(Duration.ZERO));
            CompletableFuture<FrameResult> patient = submit(lane, "b", "p3");
            detector.permit();
            detector.permit();
            assertThat(first.join()).isInstanceOf(FrameResult.Processed.class);
            assertThat(old.join()).isInstanceOf(FrameResult.Skipped.class);
            assertThat(patient.join()).isInstanceOf(FrameResult.Processed.class);
            assertThat(detector.batches).containsExactly(List.of("p1"), List.of("p3"));
        }
    }

    private static FrameOutcome outcome(CompletableFuture<FrameResult> frame) {
        return ((FrameResult.Processed) frame.join()).outcome();
    }

    private static void enqueue(BatchQueue.Lane lane, String camera, String picture) {
        var unused = submit(lane, camera, picture);
    }

    private static CompletableFuture<FrameResult> submit(BatchQueue.Lane lane, String camera, String picture) {
        return lane.submit(frame(camera, picture), 1, SkipRule.TimeLeft.UNLIMITED);
    }

    private static Frame frame(String camera, String picture) {
        FrameHeaders headers = new FrameHeaders(0, Instant.EPOCH, CaptureClock.ARRIVAL, 64, 48, 64, 48, 0);
        return new Frame(new FrameId("frames", 0, 0), camera, headers, picture.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T onAnotherThread(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, work -> new Thread(work).start())
                .join();
    }
}
