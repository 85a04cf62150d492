package io.vidette.detector.engine;

import ai.djl.Device;
import io.vidette.detector.compile.Precision;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.nms.ScoreThresholds;
import java.util.List;
import java.util.Locale;

/** What computes a model, and all that differs by it. */
sealed interface ComputeDevice {
    /** The engine's name for it. */
    Device engine();

    /** Kernels that run on it, in the order in which they are worth trying. */
    List<Kernels> kernels();

    /** Precisions that it is best at, the fastest first. */
    List<Precision> precisions();

    /** By how much numbers of this precision may differ from {@code best.pt} on the processor: see {@link Agreement}. */
    double tolerance(Precision precision);

    /** Parts of a batch that are best computed at once. */
    int pieces(DetectorConfig config);

    /** Tells it from the others, such as {@code cuda:0}. */
    String id();

    /** What runs batches through a form that was loaded on it; takes the form over. */
    BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds);

    /** The processor. */
    record Cpu() implements ComputeDevice {
        @Override
        public Device engine() {
            return Device.cpu();
        }

        @Override
        public List<Kernels> kernels() {
            return List.of(Kernels.ONEDNN, Kernels.PLAIN);
        }

        @Override
        public List<Precision> precisions() {
            return Processor.computesBrainFloat() ? List.of(Precision.BF16, Precision.FP32) : List.of(Precision.FP32);
        }

        @Override
        public double tolerance(Precision precision) {
            return precision == Precision.FP32 ? Agreement.TOLERANCE : Agreement.ROUGH_TOLERANCE;
        }

        @Override
        public int pieces(DetectorConfig config) {
            return config.parallelPieces();
        }

        @Override
        public String id() {
            return "cpu";
        }

        @Override
        public BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds) {
            return new Inference(form, config.imageSize(), thresholds, pieces(config));
        }

        @Override
        public String toString() {
            return "cpu (" + Runtime.getRuntime().availableProcessors() + " cores)";
        }
    }

    /**
     * A graphics card of NVIDIA.
     *
     * @param number as the driver counts
     * @param name as the driver says it
     * @param bytes of its memory
     */
    record Cuda(int number, String name, long bytes) implements ComputeDevice {
        @Override
        public Device engine() {
            return Device.gpu(number);
        }

        @Override
        public List<Kernels> kernels() {
            return List.of(Kernels.CUDNN);
        }

        @Override
        public List<Precision> precisions() {
            return List.of(Precision.FP16, Precision.FP32);
        }

        /** Since Ampere, cuDNN multiplies 32 bits as TensorFloat-32, which has as many digits as fp16. */
        @Override
        public double tolerance(Precision precision) {
            return Agreement.ROUGH_TOLERANCE;
        }

        @Override
        public int pieces(DetectorConfig config) {
            return 1;
        }

        @Override
        public String id() {
            return "cuda:" + number;
        }

        @Override
        public BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds) {
            return new WholeBatches(form, config.imageSize(), thresholds);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s (%s, %.1f GiB)", id(), name, bytes / (double) (1 << 30));
        }
    }
}
