package io.vidette.detector.torch;

import ai.djl.Device;
import java.util.Locale;
import java.util.function.Function;

/** A device that the engine computes on. */
public sealed interface ComputeDevice {
    /** The engine's name for it. */
    Device engine();

    /** Tells it from the others, such as {@code cuda:0}. */
    String id();

    /** Calls the function for its kind. */
    <T> T map(Function<Cpu, T> cpu, Function<Cuda, T> cuda);

    /** The processor. */
    record Cpu() implements ComputeDevice {
        @Override
        public Device engine() {
            return Device.cpu();
        }

        @Override
        public String id() {
            return "cpu";
        }

        @Override
        public <T> T map(Function<Cpu, T> cpu, Function<Cuda, T> cuda) {
            return cpu.apply(this);
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
        public String id() {
            return "cuda:" + number;
        }

        @Override
        public <T> T map(Function<Cpu, T> cpu, Function<Cuda, T> cuda) {
            return cuda.apply(this);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s (%s, %.1f GiB)", id(), name, bytes / (double) (1 << 30));
        }
    }
}
