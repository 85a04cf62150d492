package io.vidette.detector.compile;

/**
 * A machine that serving forms are compiled for.
 *
 * @see ServingCompiler
 */
public enum ServingTarget {
    /** 32-bit floats with PyTorch's own operators: runs anywhere. */
    PLAIN("plain-fp32-1"),
    /** 32-bit floats, convolution and SiLU in one step of oneDNN: x86 processors. */
    ONEDNN("onednn-fp32-1");

    private final String key;

    ServingTarget(String key) {
        this.key = key;
    }

    /** Names the form in caches; its last number grows when the compiler writes another program. */
    public String key() {
        return key;
    }
}
