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

class BatchJudgeTest {
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
    void aBatchNamesTheWeightsThatRanAlsoWhenOthersGoLiveMeanwhile() {
        BatchJudge judge = new BatchJudge(new SwappingDetector());

        assertThat(modelsOf(judge.judge(pictures("a", "b")))).containsExactly(OLD, OLD);
        assertThat(modelsOf(judge.judge(pictures("c")))).containsExactly(NEW);
    }

    @Test
    void aFrameOnWhichTheModelFailsIsRejectedInNobodysName() {
        BatchJudge judge = new BatchJudge(new FakeDetector());

        List<Judgement> judgements = judge.judge(pictures("a", "poison", "c"));

        assertThat(judgements.get(0)).isInstanceOf(Judgement.Judged.class);
        assertThat(judgements.get(1)).isEqualTo(new Judgement.Failed("the model failed: engine broke"));
        assertThat(judgements.get(2)).isInstanceOf(Judgement.Judged.class);
        assertThat(frame().verdict(judgements.get(1)))
                .isInstanceOfSatisfying(
                        FrameVerdict.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("the model failed: engine broke"));
    }

    private static FrameCheck.Good frame() {
        FrameHeaders headers = new FrameHeaders(1, Instant.EPOCH, CaptureClock.RTCP, 64, 48, 64, 48, 0);
        return new FrameCheck.Good(new Frame(new FrameId("frames", 0, 0), "gate", headers, new byte[1]));
    }

    private static List<ModelId> modelsOf(List<Judgement> judgements) {
        return judgements.stream()
                .map(judgement -> ((Judgement.Judged) judgement).model())
                .toList();
    }

    private static List<byte[]> pictures(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
