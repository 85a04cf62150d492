package io.vidette.detector.serve;

import io.vidette.detector.image.SquareSide;
import io.vidette.detector.nms.SuppressionConfig;
import io.vidette.detector.nms.SuppressionRules;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.RecordChange;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the model. */
public record DetectorConfig(
        @Setting(
                value = "pytorch",
                range = "pytorch, opencv",
                why =
                        "the library that computes the model; opencv runs networks of Darknet from their .weights file and"
                                + " their cfg, on the processor; pytorch runs all others, and those of Darknet once 'vidette model"
                                + " import' made a best.pt of them, and is faster")
        EngineSetting engine,

        @Setting(
                value = "",
                range = "a file",
                why =
                        "with engine opencv, the network that the weights belong to; without it the file beside the weights"
                                + " that has their name and ends in .cfg")
        Optional<Path> cfg,

        @Setting(
                value = "",
                range = "a file",
                why = "with engine opencv, the names of the classes, one a line; without it classes are numbered")
        Optional<Path> names,

        @Setting(
                value = "0",
                range = "0, or " + SquareSide.RANGE,
                why = "side of the square a picture is fitted into, in pixels; 0 is the side that the weights were"
                        + " trained at, 640 for the published ones; the time grows with its square")
        int imageSize,

        @Setting(value = "0.25", range = "0..1", why = "boxes with a lower score are dropped; YOLOv5's own default")
        float confidence,

        @Setting(
                value = "0.45",
                range = "0..1",
                why = "IoU above which the lower-scoring of two boxes of a class is dropped; YOLOv5's default")
        float iou,

        @Setting(
                value = "300",
                range = "1..10000",
                why = "boxes kept for one picture; bounds the size of a message; YOLOv5's own default is 1000 in"
                        + " detect.py and 300 in its evaluation")
        int maxDetections,

        @Setting(
                value = "16",
                range = "1..256",
                why =
                        "most pictures in one pass of the network, for every caller; larger lists are split, which bounds memory")
        int maxBatch,

        @Setting(
                value = "0",
                range = "0..256",
                why = "pieces of a batch that are computed at once, each by one thread; 0 is one for each core,"
                        + " less leaves room for other work")
        int threads,

        @Setting(
                value = "auto",
                range = "auto, fp32, bf16, fp16",
                why = "precision of the convolutions; auto takes bf16 if the processor computes it natively and"
                        + " a sample agrees, which is about twice as fast and moves scores by about 0.01, and else"
                        + " fp32, which gives YOLOv5's own numbers; predict and val take fp32 for auto")
        PrecisionSetting precision,

        @Setting(
                value = "auto",
                range = "auto, cpu, cuda, cuda:N or cuda:N,M",
                why = "device of the model; auto takes every usable NVIDIA card, else the CPU; cuda does not start"
                        + " without a card; several share one queue of batches")
        DeviceSetting device,

        @Setting(
                value = "",
                range = "a folder",
                why =
                        "the lib folder of a PyTorch with CUDA, of the version that docs/gpu.md names; Vidette's own computes"
                                + " on the processor alone")
        Optional<Path> libtorch,

        SuppressionConfig suppression) {

    public DetectorConfig {
        if (imageSize != 0 && !SquareSide.isValid(imageSize)) {
            throw new IllegalArgumentException("imageSize is " + imageSize + ", outside 0, or " + SquareSide.RANGE
                    + "; take " + SquareSide.next(imageSize));
        }
        Settings.check(
                DetectorConfig.class,
                engine,
                cfg,
                names,
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                threads,
                precision,
                device,
                libtorch,
                suppression);
    }

    /** Pieces that a batch is divided into. */
    int parallelPieces() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** In words, what may change the boxes that given weights find; the same words each time. */
    public String inWords() {
        return String.join(
                ", ",
                "image size " + (imageSize == 0 ? "as trained" : imageSize),
                "confidence " + confidence,
                "iou " + iou,
                "at most " + maxDetections + " boxes",
                "precision " + precision,
                suppression.inWords() + engineInWords());
    }

    /** Nothing for the default, so that these words stay as they were. */
    private String engineInWords() {
        return engine == EngineSetting.PYTORCH ? "" : ", engine opencv";
    }

    /** The defaults of all settings, for tests and embedding. */
    public static DetectorConfig defaults() {
        return ConfigReader.defaults(DetectorConfig.class);
    }

    /**
     * The same with another value of one setting: {@code change(DetectorConfig::maxBatch).to(8)}.
     *
     * @param setting the accessor of the setting
     */
    public <V> RecordChange<DetectorConfig, V> change(RecordChange.Component<DetectorConfig, V> setting) {
        return RecordChange.of(this, setting);
    }

    /** The same with both thresholds of boxes. */
    public DetectorConfig withThresholds(float newConfidence, float newIou) {
        return change(DetectorConfig::confidence)
                .to(newConfidence)
                .change(DetectorConfig::iou)
                .to(newIou);
    }

    public SuppressionRules suppressionRules() {
        return new SuppressionRules(
                suppression.method(), iou, suppression.sigma(), suppression.acrossClasses(), maxDetections);
    }
}
