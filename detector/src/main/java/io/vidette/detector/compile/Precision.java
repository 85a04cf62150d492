package io.vidette.detector.compile;

import io.vidette.detector.archive.ElementType;

/** What a serving form computes its convolutions with. Boxes and scores are decoded with 32 bits in each case. */
public enum Precision {
    FP32(6, ElementType.FLOAT32),
    /** The range of 32 bits with 8 bits of precision: for processors with AVX-512 BF16 or AMX, and graphics cards. */
    BF16(15, ElementType.BFLOAT16),
    /** IEEE half: 11 bits of precision, up to 65,504; for graphics cards and processors with AVX-512 FP16. */
    FP16(5, ElementType.FLOAT16);

    private final int torchNumber;
    private final ElementType stored;

    Precision(int torchNumber, ElementType stored) {
        this.torchNumber = torchNumber;
        this.stored = stored;
    }

    /** PyTorch's number for the type, as programs have it. */
    int torchNumber() {
        return torchNumber;
    }

    /** How weights are stored. */
    ElementType stored() {
        return stored;
    }
}
