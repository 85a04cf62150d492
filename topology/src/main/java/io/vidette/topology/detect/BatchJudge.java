package io.vidette.topology.detect;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model on batches and gives a judgement for each picture, also when the model fails.
 *
 * <p>Threading: as the detector's.
 */
public final class BatchJudge {
    private static final Logger LOG = LoggerFactory.getLogger(BatchJudge.class);

    private final FrameDetector detector;

    public BatchJudge(FrameDetector detector) {
        this.detector = detector;
    }

    /** One judgement for each picture, in their order. If the model fails on a batch, each picture is tried alone. */
    public List<Judgement> judge(List<byte[]> jpegs) {
        try {
            BatchOutcome batch = detector.detect(jpegs);
            if (batch.frames().size() != jpegs.size()) {
                throw new IllegalStateException(batch.frames().size() + " outcomes for " + jpegs.size() + " frames");
            }
            return batch.frames().stream()
                    .<Judgement>map(outcome -> new Judgement.Judged(batch.model(), outcome))
                    .toList();
        } catch (RuntimeException | Error e) {
            if (jpegs.size() > 1) {
                LOG.warn(
                        "the model failed on a batch of {}, so its frames are tried alone: {}",
                        jpegs.size(),
                        oneLine(e));
                return jpegs.stream()
                        .flatMap(jpeg -> judge(List.of(jpeg)).stream())
                        .toList();
            }
            LOG.warn("the model failed on a frame, which is rejected: {}", oneLine(e));
            return List.of(new Judgement.Failed("the model failed: " + oneLine(e)));
        }
    }

    static String oneLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
