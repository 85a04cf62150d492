package io.vidette.topology.detect;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model on batches and gives a result for each picture, also when the model fails.
 *
 * <p>Threading: as the detector's.
 */
public final class BatchInference {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInference.class);

    private final FrameDetector detector;

    public BatchInference(FrameDetector detector) {
        this.detector = detector;
    }

    /** One result for each picture, in their order. If the model fails on a batch, each picture is tried alone. */
    public List<FrameResult> run(List<byte[]> jpegs) {
        try {
            BatchOutcome batch = detector.detect(jpegs);
            if (batch.frames().size() != jpegs.size()) {
                throw new IllegalStateException(batch.frames().size() + " outcomes for " + jpegs.size() + " frames");
            }
            return batch.frames().stream()
                    .<FrameResult>map(outcome -> new FrameResult.Processed(batch.model(), outcome))
                    .toList();
        } catch (RuntimeException | Error e) {
            if (jpegs.size() > 1) {
                LOG.warn(
                        "the model failed on a batch of {}, so its frames are tried alone: {}",
                        jpegs.size(),
                        oneLine(e));
                return jpegs.stream()
                        .flatMap(jpeg -> run(List.of(jpeg)).stream())
                        .toList();
            }
            LOG.warn("the model failed on a frame, which is rejected: {}", oneLine(e));
            return List.of(new FrameResult.Failed("the model failed: " + oneLine(e)));
        }
    }

    static String oneLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
