package io.vidette.detector.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.detector.compile.ModelCard;
import io.vidette.detector.engine.Squares.Decoded;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Letterbox;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A YOLO model, loaded and warm.
 *
 * <p>Threading: {@link #detect} from any number of threads at once; {@link #close} once no call is running.
 */
public final class YoloModel implements FrameDetector {
    /** The engine optimises a program during its first calls, which take two to five times as long. */
    private static final int WARM_UP_CALLS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(YoloModel.class);

    private final BestPt best;
    private final DetectorConfig config;
    private final Inference network;
    private final Squares squares;
    private final Spares<List<Candidates>> candidates;
    private final Spares<NonMaxSuppression> suppressions;
    private final Timer decoding;
    private final Timer inference;
    private final Timer postProcessing;
    private String width = "";

    private YoloModel(
            BestPt best,
            DetectorConfig config,
            Fit fit,
            ServingForm form,
            ScoreThresholds thresholds,
            MeterRegistry meters) {
        this.best = best;
        this.config = config;
        network = new Inference(form, config.imageSize(), thresholds, config.parallelPieces());
        candidates = new Spares<>(
                () -> Stream.generate(Candidates::new).limit(config.maxBatch()).toList());
        squares = new Squares(config.imageSize(), config.maxBatch(), fit);
        suppressions = new Spares<>(() -> new NonMaxSuppression(config.suppressionRules(), thresholds));
        decoding = meters.timer(Metrics.DETECT_DECODE);
        inference = meters.timer(Metrics.DETECT_INFERENCE);
        postProcessing = meters.timer(Metrics.DETECT_POSTPROCESS);
    }

    /**
     * Loads a model for detection and warms it up: takes seconds.
     *
     * @param best what {@link Weights#open} gave
     * @param weights whose cache keeps the serving form
     * @throws UserError when it cannot be loaded, or the image size does not fit it
     */
    public static YoloModel load(BestPt best, Weights weights, DetectorConfig config, MeterRegistry meters) {
        return load(best, weights, config, Fit.DETECT, meters);
    }

    /** The same with another way of fitting pictures into the square, where the model was not trained on stretched ones. */
    public static YoloModel load(BestPt best, Weights weights, DetectorConfig given, Fit fit, MeterRegistry meters) {
        DetectorConfig config = given.forWeights(best);
        LOG.info(
                "model {}: {} pixels, {}",
                best.id().name(),
                config.imageSize(),
                given.imageSize() == 0 ? "as the weights say" : "as model.imageSize says");
        // Before anything is loaded: it refuses classes that the model does not have.
        ScoreThresholds thresholds = config.suppression()
                .thresholds(
                        config.confidence(),
                        best.model().card().network().head().classes());
        Djl.start();
        ServingForm form = ServingForms.load(best, config, weights.cache());
        Fit trained = best.model().card().stretch() ? Fit.STRETCH : fit;
        YoloModel model = new YoloModel(best, config, trained, form, thresholds, meters);
        try {
            model.warmUp();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** For programs that Ctrl-C ends in the middle of their work: see {@link Program#finishAtExit}. */
    public static void finishAtExit() {
        Program.finishAtExit();
    }

    private void warmUp() {
        int side = config.imageSize();
        int count = Math.min(config.parallelPieces(), config.maxBatch());
        ByteBuffer black = ByteBuffer.allocateDirect(count * side * side * 3);
        try (Found found = new Found(candidates, candidates.lend(), count)) {
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                network.run(black, found.pictures());
            }
            width = network.chooseWidth(
                    black.slice(0, side * side * 3), found.pictures().subList(0, 1));
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

    /** Side of the square that pictures are fitted into, in pixels. */
    public int imageSize() {
        return config.imageSize();
    }

    /** Numbers in the model that training learned. */
    public long parameters() {
        return best.model().network().graph().learnedNumbers();
    }

    /** How it computes on this machine, for the log. */
    public String serving() {
        return "form " + servingForm() + ", " + network.pieces() + " threads for a batch, " + width;
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
        try (Squares.Batch batch = decode(jpegs);
                Found found = infer(batch)) {
            return suppress(batch, found);
        }
    }

    /** First step: pictures to squares. */
    Squares.Batch decode(List<byte[]> jpegs) {
        Timer.Sample since = Timer.start();
        Squares.Batch batch = squares.decode(jpegs);
        since.stop(decoding);
        return batch;
    }

    /** Candidates of a batch. Closing gives their memory back. */
    record Found(Spares<List<Candidates>> owner, List<Candidates> all, int count) implements AutoCloseable {
        /** One for each picture of the batch. */
        List<Candidates> pictures() {
            return all.subList(0, count);
        }

        @Override
        public void close() {
            owner.giveBack(all);
        }
    }

    /** Second step: squares to candidates. */
    Found infer(Squares.Batch batch) {
        Found found = new Found(candidates, candidates.lend(), batch.pictures().size());
        Timer.Sample since = Timer.start();
        try {
            if (batch.pictures().stream().anyMatch(Decoded.Square.class::isInstance)) {
                network.run(batch.bytes(), found.pictures());
            }
            return found;
        } catch (RuntimeException e) {
            found.close();
            throw e;
        } finally {
            since.stop(inference);
        }
    }

    /** Third step: candidates to what is said of each picture. */
    List<FrameOutcome> suppress(Squares.Batch batch, Found found) {
        Timer.Sample since = Timer.start();
        NonMaxSuppression suppression = suppressions.lend();
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (Decoded picture : batch.pictures()) {
            if (picture instanceof Decoded.Square square) {
                Candidates kept = suppression.apply(found.pictures().get(square.slot()));
                outcomes.add(outcome(square.letterbox(), kept));
            } else if (picture instanceof Decoded.Refused refused) {
                outcomes.add(new FrameOutcome.Unusable(refused.reason()));
            }
        }
        suppressions.giveBack(suppression);
        since.stop(postProcessing);
        return outcomes;
    }

    private FrameOutcome outcome(Letterbox letterbox, Candidates kept) {
        List<String> classes = card().network().head().classes();
        List<Detection> detections = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            Box box = letterbox.toPicture(kept.x1(i), kept.y1(i), kept.x2(i), kept.y2(i));
            int classId = kept.classId(i);
            detections.add(new Detection(classId, classes.get(classId), Math.min(1, kept.score(i)), box));
        }
        return new FrameOutcome.Found(letterbox.width(), letterbox.height(), detections);
    }

    @Override
    public void close() {
        squares.close();
        network.close();
    }
}
