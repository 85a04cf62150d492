package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TinyModel;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.metric.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EngineQueueTest {
    private static final List<byte[]> PICTURES = Stream.iterate(1, seed -> seed + 1)
            .limit(6)
            .map(seed -> Jpegs.random(90, 60, seed))
            .toList();

    @TempDir
    private Path folder;

    @Test
    void findsTheSameWithTwoEnginesAsWithOne() throws Exception {
        Weights weights = new Weights(folder.resolve("cache"));
        BestPt best = weights.open(TinyModel.write(folder.resolve("tiny.pt")));
        DetectorConfig config = DetectorConfig.defaults()
                .change(DetectorConfig::imageSize)
                .to(64)
                .withThresholds(0.05f, 0.45f)
                .change(DetectorConfig::threads)
                .to(1)
                .change(DetectorConfig::precision)
                .to(PrecisionSetting.FP32);
        ComputeDevice cpu = new ComputeDevice.Cpu();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (YoloModel one = load(best, weights, config, List.of(cpu), meters);
                YoloModel two = load(best, weights, config, List.of(cpu, cpu), meters)) {
            List<FrameOutcome> expected = one.detect(PICTURES).frames();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<List<FrameOutcome>>> running = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    running.add(threads.submit(() -> two.detect(PICTURES).frames()));
                }
                for (Future<List<FrameOutcome>> future : running) {
                    assertThat(future.get()).isEqualTo(expected);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(two.devices()).isEqualTo(cpu + ", " + cpu);
            assertThat(meters.get(Metrics.DETECT_DEVICE)
                            .tag("device", "cpu")
                            .timer()
                            .count())
                    .isEqualTo(20);
        }
    }

    private static YoloModel load(
            BestPt best,
            Weights weights,
            DetectorConfig config,
            List<ComputeDevice> devices,
            SimpleMeterRegistry meters) {
        Djl.start();
        return new ModelLoader(best, weights, config, Fit.DETECT, meters).load(devices);
    }

    /** Each engine waits for the other in its batch, so that the test ends only when both work at the same time. */
    @Test
    void runsAllEnginesAtOnceWithOneBatchEach() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Recorder> engines = List.of(new Recorder(both), new Recorder(both));
        EngineQueue queue =
                new EngineQueue(engines.stream().map(engine -> lane(engine)).toList());
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                running.add(threads.submit(() -> queue.run(ByteBuffer.allocate(0), List.of())));
            }
            for (Future<?> future : running) {
                future.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(engines).allSatisfy(engine -> {
            assertThat(engine.batches).hasValue(6);
            assertThat(engine.most).hasValue(1);
        });
        queue.close();
        assertThat(engines).allMatch(engine -> engine.closed);
    }

    @Test
    void returnsAFailedEngineToTheQueue() {
        AtomicInteger calls = new AtomicInteger();
        BatchEngine failing = new Recorder(new CyclicBarrier(1)) {
            @Override
            public void run(ByteBuffer squares, List<Candidates> found) {
                calls.incrementAndGet();
                throw new IllegalStateException("broken");
            }
        };
        EngineQueue queue = new EngineQueue(List.of(lane(failing)));
        for (int i = 0; i < 3; i++) {
            try {
                queue.run(ByteBuffer.allocate(0), List.of());
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("broken");
            }
        }
        assertThat(calls).hasValue(3);
    }

    private static EngineQueue.Lane lane(BatchEngine engine) {
        return new EngineQueue.Lane(engine, new SimpleMeterRegistry().timer("busy"));
    }

    /** Buffers come back: there are never more than batches at once. */
    @Test
    void allocatesNoMoreBuffersThanConcurrentBatches() throws IOException {
        Set<Integer> sizes = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        try (Squares squares = new Squares(64, 8, Fit.DETECT, bytes -> {
            made.incrementAndGet();
            sizes.add(bytes);
            return ByteBuffer.allocateDirect(bytes);
        })) {
            for (int i = 0; i < 50; i++) {
                try (Squares.Batch first = squares.decode(PICTURES);
                        Squares.Batch second = squares.decode(PICTURES.subList(0, 1))) {
                    assertThat(first.bytes().remaining()).isEqualTo(6 * 64 * 64 * 3);
                    assertThat(second.bytes().remaining()).isEqualTo(64 * 64 * 3);
                }
            }
        }
        assertThat(made).hasValue(2);
        assertThat(sizes).containsExactly(8 * 64 * 64 * 3);
    }

    private static class Recorder implements BatchEngine {
        private final CyclicBarrier others;
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile boolean closed;

        Recorder(CyclicBarrier others) {
            this.others = others;
        }

        @Override
        public void run(ByteBuffer squares, List<Candidates> found) {
            int now = running.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            try {
                others.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("the other engine has nothing to do", e);
            }
            batches.incrementAndGet();
            running.decrementAndGet();
        }

        @Override
        public int warmUpBatch(int largest) {
            return largest;
        }

        @Override
        public String settle(ByteBuffer square, List<Candidates> found) {
            return "";
        }

        @Override
        public String formKey() {
            return "made";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
