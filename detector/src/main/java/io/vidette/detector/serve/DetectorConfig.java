package io.vidette.detector.serve;

import io.vidette.detector.image.SquareSide;
import io.vidette.detector.nms.SuppressionConfig;
import io.vidette.detector.nms.SuppressionRules;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** How pictures are looked at. */
public record DetectorConfig(
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
                why = "of two boxes of one class that overlap more, the lesser is dropped; YOLOv5's own default")
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
                why =
                        "what convolutions are computed with; auto takes bf16 where the processor computes it natively and"
                                + " a sample agrees, which is about twice as fast and moves scores by about 0.01, and else"
                                + " fp32, which gives YOLOv5's own numbers; predict and val take fp32 for auto")
        PrecisionSetting precision,

        @Setting(
                value = "auto",
                range = "auto, cpu, cuda, cuda:N or cuda:N,M",
                why =
                        "what computes; auto takes every NVIDIA card that can be used, else the processor; cuda does not start"
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
                suppression.inWords());
    }

    /** The defaults of all settings, for tests and embedding. */
    public static DetectorConfig defaults() {
        return ConfigReader.defaults(DetectorConfig.class);
    }

    public DetectorConfig withImageSize(int pixels) {
        return new DetectorConfig(
                pixels, confidence, iou, maxDetections, maxBatch, threads, precision, device, libtorch, suppression);
    }

    public DetectorConfig withThresholds(float newConfidence, float newIou) {
        return new DetectorConfig(
                imageSize,
                newConfidence,
                newIou,
                maxDetections,
                maxBatch,
                threads,
                precision,
                device,
                libtorch,
                suppression);
    }

    public DetectorConfig withMaxDetections(int boxes) {
        return new DetectorConfig(
                imageSize, confidence, iou, boxes, maxBatch, threads, precision, device, libtorch, suppression);
    }

    public DetectorConfig withMaxBatch(int pictures) {
        return new DetectorConfig(
                imageSize, confidence, iou, maxDetections, pictures, threads, precision, device, libtorch, suppression);
    }

    public DetectorConfig withThreads(int newThreads) {
        return new DetectorConfig(
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                newThreads,
                precision,
                device,
                libtorch,
                suppression);
    }

    public DetectorConfig withSuppression(SuppressionConfig newSuppression) {
        return new DetectorConfig(
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                threads,
                precision,
                device,
                libtorch,
                newSuppression);
    }

    public DetectorConfig withPrecision(PrecisionSetting newPrecision) {
        return new DetectorConfig(
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                threads,
                newPrecision,
                device,
                libtorch,
                suppression);
    }

    public DetectorConfig withDevice(DeviceSetting newDevice) {
        return new DetectorConfig(
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                threads,
                precision,
                newDevice,
                libtorch,
                suppression);
    }

    public DetectorConfig withLibtorch(Path folder) {
        return new DetectorConfig(
                imageSize,
                confidence,
                iou,
                maxDetections,
                maxBatch,
                threads,
                precision,
                device,
                Optional.of(folder),
                suppression);
    }

    SuppressionRules suppressionRules() {
        return new SuppressionRules(
                suppression.method(), iou, suppression.sigma(), suppression.acrossClasses(), maxDetections);
    }
}
