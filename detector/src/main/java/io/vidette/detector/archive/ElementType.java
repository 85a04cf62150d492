package io.vidette.detector.archive;

import java.util.Arrays;
import java.util.Optional;

/** How the elements of a tensor are stored. */
public enum ElementType {
    FLOAT32("FloatStorage", 4),
    FLOAT64("DoubleStorage", 8),
    FLOAT16("HalfStorage", 2),
    BFLOAT16("BFloat16Storage", 2),
    INT64("LongStorage", 8);

    private final String storageName;
    private final int bytes;

    ElementType(String storageName, int bytes) {
        this.storageName = storageName;
        this.bytes = bytes;
    }

    /** The class of PyTorch's storage, in its module {@code torch}. */
    public String storageName() {
        return storageName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    static Optional<ElementType> ofStorage(String storageName) {
        return Arrays.stream(values())
                .filter(type -> type.storageName.equals(storageName))
                .findFirst();
    }
}
