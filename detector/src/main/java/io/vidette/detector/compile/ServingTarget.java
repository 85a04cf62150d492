package io.vidette.detector.compile;

import java.util.Locale;

/**
 * What a serving form is compiled for.
 *
 * @param precision of the convolutions
 * @param multiLabel whether every class of a box above the confidence becomes a candidate, as in YOLOv5's {@code val.py},
 *     or the best alone, as in its {@code detect.py}
 * @see ServingCompiler
 */
public record ServingTarget(Kernels kernels, Precision precision, boolean multiLabel) {
    /** Grows when the compiler writes another program. */
    private static final int VERSION = 5;

    /** Who computes the convolutions. */
    public enum Kernels {
        /** PyTorch's own operators: runs anywhere. */
        PLAIN,
        /** oneDNN, convolution and activation in one step, weights in its own layout: x86 processors. */
        ONEDNN,
        /**
         * PyTorch's own operators on a graphics card, where cuDNN computes convolutions: pictures are taken from the host's
         * memory, candidates are left there. Runs on a processor too, which is how it is checked without a card.
         */
        CUDNN;
    }

    /** Whether a form must be told to {@code pack} its weights after it was loaded. */
    public boolean packs() {
        return kernels != Kernels.PLAIN;
    }

    /** Names the form in caches, such as {@code onednn-bf16-5}. */
    public String key() {
        return (kernels + "-" + precision + "-" + (multiLabel ? "multilabel-" : "") + VERSION).toLowerCase(Locale.ROOT);
    }
}
