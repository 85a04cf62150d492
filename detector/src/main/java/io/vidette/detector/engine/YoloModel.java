package io.vidette.detector.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.detector.compile.ModelCard;
import io.vidette.detector.engine.Squares.Decoded;
import io.vidette.detector.image.Letterbox;
import io.vidette.detector.nms.Candidate;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A YOLO model, loaded and warm.
 *
 * <p>Threading: {@link #detect} from any number of threads at once; {@link #close} once no call is running.
 */
public final class YoloModel implements FrameDetector {
    /** The engine optimises a program during its first calls, which take two to five times as long. */
    private static final int WARM_UP_CALLS = 3;

    private final BestPt best;
    private final DetectorConfig config;
    private final Inference network;
    private final Squares squares;
    private final NonMaxSuppression suppression;
    private final Timer decoding;
    private final Timer inference;
    private final Timer postProcessing;

    private YoloModel(BestPt best, DetectorConfig config, ServingForm form, MeterRegistry meters) {
        this.best = best;
        this.config = config;
        network = new Inference(form, config.imageSize(), config.confidence(), config.parallelPieces());
        squares = new Squares(config.imageSize(), config.maxBatch());
        suppression = new NonMaxSuppression(config.iou(), config.maxDetections());
        decoding = meters.timer(Metrics.DETECT_DECODE);
        inference = meters.timer(Metrics.DETECT_INFERENCE);
        postProcessing = meters.timer(Metrics.DETECT_POSTPROCESS);
    }

    /**
     * Loads a model and warms it up: takes seconds.
     *
     * @param best what {@link Weights#open} gave
     * @param weights whose cache keeps the serving form
     * @throws UserError when it cannot be loaded, or the image size does not fit it
     */
    public static YoloModel load(BestPt best, Weights weights, DetectorConfig config, MeterRegistry meters) {
        int stride = best.model().network().graph().stride();
        if (config.imageSize() % stride != 0) {
            throw new UserError("image size " + config.imageSize() + " is no multiple of " + stride
                    + ", the largest stride of the model '" + best.id().name() + "'; take the next multiple");
        }
        Djl.start();
        YoloModel model = new YoloModel(best, config, ServingForm.load(best, weights.cache()), meters);
        try {
            model.warmUp();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void warmUp() {
        int side = config.imageSize();
        int count = Math.min(config.parallelPieces(), config.maxBatch());
        ByteBuffer black = ByteBuffer.allocateDirect(count * side * side * 3);
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            network.run(black, count);
        }
    }

    @Override
    public ModelId model() {
        return best.id();
    }

    /** What the model says about itself. */
    public ModelCard card() {
        return best.model().card();
    }

    /** Numbers in the model that training learned. */
    public long parameters() {
        return best.model().network().graph().learnedNumbers();
    }

    /** The form that serves, such as {@code onednn-fp32-1}. */
    public String servingForm() {
        return network.formKey();
    }

    @Override
    public List<FrameOutcome> detect(List<byte[]> jpegs) {
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (int from = 0; from < jpegs.size(); from += config.maxBatch()) {
            outcomes.addAll(detectBatch(jpegs.subList(from, Math.min(jpegs.size(), from + config.maxBatch()))));
        }
        return outcomes;
    }

    private List<FrameOutcome> detectBatch(List<byte[]> jpegs) {
        try (Squares.Batch batch = decode(jpegs)) {
            return suppress(batch, infer(batch));
        }
    }

    /** First step: pictures to squares. */
    Squares.Batch decode(List<byte[]> jpegs) {
        Timer.Sample since = Timer.start();
        Squares.Batch batch = squares.decode(jpegs);
        since.stop(decoding);
        return batch;
    }

    /** Second step: squares to candidates, a list for each picture. */
    List<List<Candidate>> infer(Squares.Batch batch) {
        int count = batch.pictures().size();
        if (batch.pictures().stream().noneMatch(Decoded.Square.class::isInstance)) {
            return Collections.nCopies(count, List.of());
        }
        Timer.Sample since = Timer.start();
        try {
            return network.run(batch.bytes(), count);
        } finally {
            since.stop(inference);
        }
    }

    /** Third step: candidates to what is said of each picture. */
    List<FrameOutcome> suppress(Squares.Batch batch, List<List<Candidate>> candidates) {
        Timer.Sample since = Timer.start();
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (Decoded picture : batch.pictures()) {
            if (picture instanceof Decoded.Square square) {
                outcomes.add(found(square.letterbox(), suppression.apply(candidates.get(square.slot()))));
            } else if (picture instanceof Decoded.Refused refused) {
                outcomes.add(new FrameOutcome.Unusable(refused.reason()));
            }
        }
        since.stop(postProcessing);
        return outcomes;
    }

    private FrameOutcome found(Letterbox letterbox, List<Candidate> kept) {
        List<String> classes = card().network().head().classes();
        List<Detection> detections = new ArrayList<>();
        for (Candidate candidate : kept) {
            Box box = letterbox.toPicture(candidate.x1(), candidate.y1(), candidate.x2(), candidate.y2());
            int classId = candidate.classId();
            detections.add(new Detection(classId, classes.get(classId), Math.min(1, candidate.score()), box));
        }
        return new FrameOutcome.Found(letterbox.width(), letterbox.height(), detections);
    }

    @Override
    public void close() {
        squares.close();
        network.close();
    }
}
