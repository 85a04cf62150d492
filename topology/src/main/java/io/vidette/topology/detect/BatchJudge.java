package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows batches to a model and finds an outcome for each picture, also where the model fails.
 *
 * <p>Threading: as the detector's.
 */
public final class BatchJudge {
    private static final Logger LOG = LoggerFactory.getLogger(BatchJudge.class);

    private final FrameDetector detector;

    public BatchJudge(FrameDetector detector) {
        this.detector = detector;
    }

    /** One word for each picture, in their order. Where the model fails on several, each is shown to it alone. */
    public List<Judgement.Judged> judge(List<byte[]> jpegs) {
        ModelId model = detector.model();
        try {
            List<FrameOutcome> outcomes = detector.detect(jpegs);
            if (outcomes.size() != jpegs.size()) {
                throw new IllegalStateException(outcomes.size() + " outcomes for " + jpegs.size() + " frames");
            }
            return outcomes.stream()
                    .map(outcome -> new Judgement.Judged(model, outcome))
                    .toList();
        } catch (RuntimeException | Error e) {
            if (jpegs.size() > 1) {
                LOG.warn(
                        "the model failed on a batch of {}, so its frames are tried alone: {}",
                        jpegs.size(),
                        oneLine(e));
                List<Judgement.Judged> all = new ArrayList<>();
                jpegs.forEach(jpeg -> all.addAll(judge(List.of(jpeg))));
                return all;
            }
            LOG.warn("the model failed on a frame, which is rejected: {}", oneLine(e));
            return List.of(new Judgement.Judged(
                    detector.model(), new FrameOutcome.Unusable("the model failed: " + oneLine(e))));
        }
    }

    static String oneLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
