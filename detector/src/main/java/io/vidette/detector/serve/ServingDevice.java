package io.vidette.detector.serve;

import io.vidette.detector.compile.Precision;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.Processor;
import java.util.List;

/** How a model serves on a device: everything that differs between a processor and a graphics card. */
sealed interface ServingDevice {
    /** The device. */
    ComputeDevice device();

    /** Kernels that run on it, in the order in which they are worth trying. */
    List<Kernels> kernels();

    /** Precisions that it is best at, the fastest first. */
    List<Precision> precisions();

    /** By how much numbers of this precision may differ from {@code best.pt} on the processor: see {@link Agreement}. */
    double tolerance(Precision precision);

    /** Parts of a batch that are best computed at once. */
    int pieces(DetectorConfig config);

    /** What runs batches through a form that was loaded on it; takes the form over. */
    BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds);

    /** How this device serves. */
    static ServingDevice of(ComputeDevice device) {
        return device.map(Processing::new, Card::new);
    }

    /** Serving on the processor: a batch is divided among its cores. */
    record Processing(ComputeDevice.Cpu device) implements ServingDevice {
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
        public BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds) {
            return new Inference(form, config.imageSize(), thresholds, pieces(config));
        }
    }

    /** Serving on a graphics card: a batch is computed whole. */
    record Card(ComputeDevice.Cuda device) implements ServingDevice {
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
        public BatchEngine batches(CompiledForm form, DetectorConfig config, ScoreThresholds thresholds) {
            return new WholeBatches(form, config.imageSize(), thresholds);
        }
    }
}
