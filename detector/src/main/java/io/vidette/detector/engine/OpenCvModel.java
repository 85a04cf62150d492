package io.vidette.detector.engine;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_dnn.DNN_BACKEND_OPENCV;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromDarknet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.detector.darknet.DarknetCfg;
import io.vidette.detector.darknet.DarknetWeights;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Letterbox;
import io.vidette.detector.image.SquareSide;
import io.vidette.detector.image.SquareWriter;
import io.vidette.detector.image.UnusableImageException;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ServedModel;
import io.vidette.detector.serve.YoloModel;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.detector.weights.Sha256;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.metric.Metrics;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * A network of Darknet that OpenCV reads and computes by itself: slower than {@link YoloModel}, and independent of all of
 * it but the squares and the suppression, so the two can be held against each other.
 *
 * <p>Threading: {@link #detect} computes one batch at a time; {@link #close} once no call is running.
 */
public final class OpenCvModel implements ServedModel {
    /** OpenCV drops scores below a fifth within the network, unless the cfg says less. */
    private static final String KEEP_ALL = "[yolo]\nthresh=0.000001\n";

    private final ModelId id;
    private final DetectorConfig config;
    private final List<String> classes;
    private final ScoreThresholds thresholds;
    private final Net net;
    private final SquareWriter squares;
    private final BytePointer square;
    private final Candidates candidates = new Candidates();
    private final NonMaxSuppression suppression;

    private final Timer decoding;
    private final Timer inference;
    private final Timer postProcessing;

    /** @param fit how pictures are fitted into the square */
    private OpenCvModel(
            ModelId id,
            DetectorConfig config,
            List<String> classes,
            Fit fit,
            ScoreThresholds thresholds,
            Net net,
            MeterRegistry meters) {
        this.id = id;
        this.config = config;
        this.classes = classes;
        squares = new SquareWriter(fit);
        this.net = net;
        decoding = meters.timer(Metrics.DETECT_DECODE);
        inference = meters.timer(Metrics.DETECT_INFERENCE);
        postProcessing = meters.timer(Metrics.DETECT_POSTPROCESS);
        this.thresholds = thresholds;
        square = new BytePointer((long) config.imageSize() * config.imageSize() * 3);
        suppression = new NonMaxSuppression(config.suppressionRules(), thresholds);
    }

    /**
     * Loads a network and computes one picture, so that the first frame does not wait.
     *
     * @param fit how pictures are fitted into the square, where the cfg keeps their shape
     * @throws UserError when the cfg is none that Vidette reads, or OpenCV does not load the weights
     */
    static OpenCvModel load(DarknetFiles files, DetectorConfig given, Fit fit, MeterRegistry meters) {
        DarknetCfg cfg = files.network();
        int stride = GraphReader.read(cfg.spec()).stride();
        DetectorConfig config = given.change(DetectorConfig::imageSize)
                .to(SquareSide.of(cfg.spec().name(), given.imageSize(), cfg.side(), stride));
        ScoreThresholds thresholds = config.suppression()
                .thresholds(config.confidence(), cfg.spec().head().classes());
        try {
            // OpenCV reads as much as the cfg requires and does not check the size of the file.
            DarknetWeights.check(files.weights(), cfg.spec());
            String text = Files.readString(files.cfg()).replace("[yolo]", KEEP_ALL);
            Net net = readNetFromDarknet(text.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(files.weights()));
            net.setPreferableBackend(DNN_BACKEND_OPENCV);
            ModelId id = new ModelId(cfg.spec().name(), Sha256.of(files.weights()));
            OpenCvModel model = new OpenCvModel(
                    id,
                    config,
                    cfg.spec().head().classes(),
                    cfg.letterbox() ? fit : Fit.STRETCH,
                    thresholds,
                    net,
                    meters);
            model.warmUp(1);
            return model;
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UserError("weights '" + files.weights() + "': OpenCV cannot load them: " + reason, e);
        }
    }

    @Override
    public ModelId model() {
        return id;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int imageSize() {
        return config.imageSize();
    }

    @Override
    public String serving() {
        return "engine opencv on cpu, " + config.imageSize() + " pixels";
    }

    @Override
    public String servingForm() {
        return "opencv-fp32";
    }

    /** {@inheritDoc} OpenCV computes one picture at a time here, so one is enough. */
    @Override
    public synchronized void warmUp(int pictures) {
        Pointer.memset(square, 0, square.capacity());
        infer();
    }

    @Override
    public synchronized BatchOutcome detect(List<byte[]> jpegs) {
        List<FrameOutcome> outcomes = new ArrayList<>();
        for (byte[] jpeg : jpegs) {
            outcomes.add(detect(jpeg));
        }
        return new BatchOutcome(model(), outcomes);
    }

    private FrameOutcome detect(byte[] jpeg) {
        Letterbox letterbox;
        Timer.Sample sinceDecoding = Timer.start();
        try {
            letterbox = squares.write(jpeg, config.imageSize(), square);
        } catch (UnusableImageException e) {
            return new FrameOutcome.Unusable(String.valueOf(e.getMessage()));
        } finally {
            sinceDecoding.stop(decoding);
        }
        Timer.Sample sinceInference = Timer.start();
        infer();
        sinceInference.stop(inference);
        Timer.Sample sincePostProcessing = Timer.start();
        FrameOutcome outcome = suppress(letterbox);
        sincePostProcessing.stop(postProcessing);
        return outcome;
    }

    /** The square to candidates. */
    private void infer() {
        int side = config.imageSize();
        candidates.clear();
        try (PointerScope scope = new PointerScope()) {
            Mat picture = new Mat(side, side, CV_8UC3, square);
            Mat input = blobFromImage(picture, 1 / 255.0, new Size(side, side), new Scalar(), false, false, CV_32F);
            net.setInput(input);
            MatVector outputs = new MatVector();
            net.forward(outputs, net.getUnconnectedOutLayersNames());
            for (Mat output : outputs.get()) {
                add(output.createBuffer(), side);
            }
        }
    }

    private FrameOutcome suppress(Letterbox letterbox) {
        Candidates kept = suppression.apply(candidates);
        List<Detection> detections = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            detections.add(new Detection(
                    kept.classId(i),
                    classes.get(kept.classId(i)),
                    Math.min(1, kept.score(i)),
                    letterbox.toPicture(kept.x1(i), kept.y1(i), kept.x2(i), kept.y2(i))));
        }
        return new FrameOutcome.Found(letterbox.width(), letterbox.height(), detections);
    }

    /** Rows of centre and size in parts of the input, objectness, and the classes, already multiplied with it. */
    private void add(FloatBuffer rows, int side) {
        int outputs = 5 + classes.size();
        for (int row = 0; row + outputs <= rows.limit(); row += outputs) {
            int best = 0;
            for (int c = 0; c < classes.size(); c++) {
                if (config.suppression().multiLabel()) {
                    add(rows, row, c, side);
                } else if (rows.get(row + 5 + c) > rows.get(row + 5 + best)) {
                    best = c;
                }
            }
            if (!config.suppression().multiLabel()) {
                add(rows, row, best, side);
            }
        }
    }

    private void add(FloatBuffer rows, int row, int classId, int side) {
        float score = rows.get(row + 5 + classId);
        if (score > thresholds.forClass(classId)) {
            candidates.addCentred(
                    rows.get(row) * side,
                    rows.get(row + 1) * side,
                    rows.get(row + 2) * side,
                    rows.get(row + 3) * side,
                    score,
                    classId);
        }
    }

    @Override
    public synchronized void close() {
        net.close();
        squares.close();
        square.close();
    }
}
