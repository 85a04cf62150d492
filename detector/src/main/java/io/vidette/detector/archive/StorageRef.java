package io.vidette.detector.archive;

import io.vidette.detector.archive.Pickled.Global;
import java.util.Map;
import java.util.Optional;

/**
 * A storage of numbers as a pickle names it.
 *
 * @param type class of PyTorch's, such as {@code torch.FloatStorage}
 * @param elements as claimed; not yet compared with the file
 */
record StorageRef(Global type, long elements) {
    /** Of storages whose numbers nobody reads here. */
    private static final Map<String, Integer> OTHER_WIDTHS =
            Map.of("ByteStorage", 1, "CharStorage", 1, "BoolStorage", 1, "ShortStorage", 2, "IntStorage", 4);

    /**
     * Bytes of an element.
     *
     * @throws MalformedArchiveException when the type is not known
     */
    int width() {
        return ElementType.ofStorage(type.name())
                .map(ElementType::bytes)
                .or(() -> Optional.ofNullable(OTHER_WIDTHS.get(type.name())))
                .orElseThrow(() -> new MalformedArchiveException("a tensor is stored as " + type));
    }
}
