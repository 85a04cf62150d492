package io.vidette.detector.compile;

import java.util.Locale;

/**
 * What a serving form is compiled for.
 *
 * @param multiLabel whether every class of a box above the confidence becomes a candidate, as in YOLOv5's {@code val.py},
 *     or the best alone, as in its {@code detect.py}
 * @see ServingCompiler
 */
public record ServingTarget(Kernels kernels, boolean multiLabel) {
    /** Grows when the compiler writes another program. */
    private static final int VERSION = 2;

    /** Who computes the convolutions. */
    public enum Kernels {
        /** PyTorch's own operators: runs anywhere. */
        PLAIN,
        /** oneDNN, convolution and SiLU in one step: x86 processors. */
        ONEDNN
    }

    /** Names the form in caches, such as {@code onednn-fp32-2}. */
    public String key() {
        return (kernels + "-fp32-" + (multiLabel ? "multilabel-" : "") + VERSION).toLowerCase(Locale.ROOT);
    }
}
