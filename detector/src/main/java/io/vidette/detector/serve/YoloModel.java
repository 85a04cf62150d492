package io.vidette.detector.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Letterbox;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.nms.SuppressionRules;
import io.vidette.detector.serve.Squares.Decoded;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.Servable;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A YOLO model, loaded and warm.
 *
 * <p>Threading: {@link #detect} from any number of threads at once; {@link #close} once no call is running.
 */
public final class YoloModel implements ServedModel {
    /** The engine optimises a program during its first calls, which take two to five times as long. */
    private static final int WARM_UP_CALLS = 3;
    /** No overlap is above it: boxes that are final are ranked and counted alone. */
    private static final float NOTHING_OVERLAPS = 1;

    private final Servable source;
    private final DetectorConfig config;
    private final List<BatchEngine> engines;
    private final BatchEngine network;
    private final List<ComputeDevice> devices;
    private final Squares squares;
    private final Spares<List<Candidates>> candidates;
    private final Spares<NonMaxSuppression> suppressions;
    private final Timer decoding;
    private final Timer inference;
    private final Timer postProcessing;
    private String settled = "";

    /**
     * Takes the engines over and closes them; {@link ModelLoader} makes them, and warms the model up.
     *
     * @param config with the image size that it is served at
     * @param devices one for each engine
     */
    YoloModel(
            Servable source,
            DetectorConfig config,
            Fit fit,
            List<ComputeDevice> devices,
            List<BatchEngine> engines,
            ScoreThresholds thresholds,
            MeterRegistry meters) {
        this.source = source;
        this.config = config;
        this.devices = devices;
        this.engines = engines;
        network = EngineQueue.of(devices, engines, meters);
        candidates = new Spares<>(
                () -> Stream.generate(Candidates::new).limit(config.maxBatch()).toList());
        squares = new Squares(config.imageSize(), config.maxBatch(), fit, network::newBuffer);
        SuppressionRules rules = network.isFinal()
                ? SuppressionRules.greedy(NOTHING_OVERLAPS, config.maxDetections())
                : config.suppressionRules();
        suppressions = new Spares<>(() -> new NonMaxSuppression(rules, thresholds));
        decoding = meters.timer(Metrics.DETECT_DECODE);
        inference = meters.timer(Metrics.DETECT_INFERENCE);
        postProcessing = meters.timer(Metrics.DETECT_POSTPROCESS);
    }

    /** For programs that Ctrl-C ends in the middle of their work: see {@link Program#finishAtExit}. */
    public static void finishAtExit() {
        Program.finishAtExit();
    }

    /** Must be called once, before any other method. */
    void warmUp() {
        int side = config.imageSize();
        warmUp(network.warmUpBatch(config.maxBatch()));
        ByteBuffer black = network.newBuffer(side * side * 3);
        try (Found found = new Found(candidates, candidates.lend(), 1)) {
            for (BatchEngine engine : engines) {
                settled = engine.settle(black, found.pictures());
            }
        }
    }

    /** {@inheritDoc} PyTorch optimises a program for each size of batch. */
    @Override
    public void warmUp(int pictures) {
        int side = config.imageSize();
        int count = Math.min(pictures, config.maxBatch());
        ByteBuffer black = network.newBuffer(count * side * side * 3);
        try (Found found = new Found(candidates, candidates.lend(), count)) {
            for (BatchEngine engine : engines) {
                for (int i = 0; i < WARM_UP_CALLS; i++) {
                    engine.run(black, found.pictures());
                }
            }
        }
    }

    @Override
    public ModelId model() {
        return source.id();
    }

    @Override
    public List<String> classes() {
        return source.classes();
    }

    @Override
    public int imageSize() {
        return config.imageSize();
    }

    @Override
    public String serving() {
        return "engine pytorch, form " + servingForm() + " on " + devices() + ", " + settled;
    }

    /** What computes it, such as {@code cuda:0 (NVIDIA L4, 22.0 GiB)}. */
    public String devices() {
        return devices.stream().map(ComputeDevice::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String servingForm() {
        return network.formKey();
    }

    @Override
    public BatchOutcome detect(List<byte[]> jpegs) {
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (int from = 0; from < jpegs.size(); from += config.maxBatch()) {
            outcomes.addAll(detectBatch(jpegs.subList(from, Math.min(jpegs.size(), from + config.maxBatch()))));
        }
        return new BatchOutcome(model(), outcomes);
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

    /** Third step: candidates to the outcome of each picture. */
    List<FrameOutcome> suppress(Squares.Batch batch, Found found) {
        Timer.Sample since = Timer.start();
        NonMaxSuppression suppression = suppressions.lend();
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (Decoded picture : batch.pictures()) {
            outcomes.add(picture.map(
                    square -> outcome(
                            square.letterbox(),
                            suppression.apply(found.pictures().get(square.slot()))),
                    refused -> new FrameOutcome.Unusable(refused.reason())));
        }
        suppressions.giveBack(suppression);
        since.stop(postProcessing);
        return outcomes;
    }

    private FrameOutcome outcome(Letterbox letterbox, Candidates kept) {
        List<String> classes = classes();
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
