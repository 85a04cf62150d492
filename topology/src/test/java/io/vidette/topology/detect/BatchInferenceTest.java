package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchInferenceTest {
    private static final ModelId OLD = new ModelId("old", "0".repeat(64));
    private static final ModelId NEW = new ModelId("new", "1".repeat(64));

    /** Replaces its weights while a batch runs: the batch is computed by the old ones. */
    private static final class SwappingDetector implements FrameDetector {
        private final AtomicBoolean isSwapped = new AtomicBoolean();

        @Override
        public ModelId model() {
            return isSwapped.get() ? NEW : OLD;
        }

        @Override
        public BatchOutcome detect(List<byte[]> jpegs) {
            ModelId running = isSwapped.getAndSet(true) ? NEW : OLD;
            return new BatchOutcome(
                    running,
                    jpegs.stream()
                            .<FrameOutcome>map(jpeg -> new FrameOutcome.Found(64, 48, List.of()))
                            .toList());
        }

        @Override
        public void close() {}
    }

    @Test
    void namesTheWeightsThatRanDuringAModelSwap() {
        BatchInference inference = new BatchInference(new SwappingDetector());

        assertThat(modelsOf(inference.run(pictures("a", "b")))).containsExactly(OLD, OLD);
        assertThat(modelsOf(inference.run(pictures("c")))).containsExactly(NEW);
    }

    @Test
    void reportsAFailedFrameWithoutAModel() {
        BatchInference inference = new BatchInference(new FakeDetector());

        List<FrameResult> results = inference.run(pictures("a", "poison", "c"));

        assertThat(results.get(0)).isInstanceOf(FrameResult.Processed.class);
        assertThat(results.get(1)).isEqualTo(new FrameResult.Failed("the model failed: engine broke"));
        assertThat(results.get(2)).isInstanceOf(FrameResult.Processed.class);
        assertThat(frame().verdict(results.get(1)))
                .isInstanceOfSatisfying(
                        FrameVerdict.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("the model failed: engine broke"));
    }

    private static FrameCheck.Good frame() {
        FrameHeaders headers = new FrameHeaders(1, Instant.EPOCH, CaptureClock.RTCP, 64, 48, 64, 48, 0);
        return new FrameCheck.Good(new Frame(new FrameId("frames", 0, 0), "gate", headers, new byte[1]));
    }

    private static List<ModelId> modelsOf(List<FrameResult> results) {
        return results.stream()
                .map(result -> ((FrameResult.Processed) result).model())
                .toList();
    }

    private static List<byte[]> pictures(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
