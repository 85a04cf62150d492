package io.vidette.detector.archive;

import io.vidette.detector.archive.Pickled.Global;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.Persistent;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in an archive a tensor lies: as the pickle claims, checked for sense but not yet against the file.
 *
 * @param key of the storage: the file is {@code data/key}
 * @param storageElements elements in that storage
 * @param offset of the first element in the storage
 * @param strides in elements
 */
public record TensorRef(
        ElementType type, String key, long storageElements, long offset, List<Integer> shape, List<Integer> strides) {
    private static final int MAX_DIMENSIONS = 8;

    public TensorRef {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        if (shape.size() != strides.size() || shape.size() > MAX_DIMENSIONS) {
            throw new MalformedArchiveException("a tensor has the shape " + shape + " and the strides " + strides);
        }
        long elements = Tensor.elements(shape);
        long last = offset;
        for (int i = 0; i < shape.size(); i++) {
            if (strides.get(i) < 0) {
                throw new MalformedArchiveException("a tensor has the strides " + strides);
            }
            last += (shape.get(i) - 1L) * strides.get(i);
        }
        // Expanded tensors (stride 0) would take more memory than the file has bytes; no checkpoint stores one.
        if (offset < 0 || elements > storageElements || (elements > 0 && last >= storageElements)) {
            throw new MalformedArchiveException("a tensor of the shape " + shape + " reaches beyond its storage of "
                    + storageElements + " elements");
        }
    }

    /** Reads what {@code torch.save} writes for a tensor or a parameter; empty for anything else. */
    public static Optional<TensorRef> of(Pickled value) {
        if (!(value instanceof Instance call) || !call.type().module().equals("torch._utils")) {
            return Optional.empty();
        }
        List<Pickled> arguments = call.arguments();
        return switch (call.type().name()) {
            case "_rebuild_parameter", "_rebuild_parameter_with_state" ->
                arguments.isEmpty() ? Optional.empty() : ofCall(arguments.get(0));
            default -> ofCall(value);
        };
    }

    private static Optional<TensorRef> ofCall(Pickled value) {
        return value instanceof Instance call && call.type().name().startsWith("_rebuild_tensor")
                ? Optional.of(tensor(call.arguments()))
                : Optional.empty();
    }

    private static TensorRef tensor(List<Pickled> arguments) {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Persistent storage
                && storage.id() instanceof Sequence id
                && id.items().size() >= 5
                && id.items().get(1) instanceof Global storageType
                && id.items().get(2) instanceof Text key
                && id.items().get(4) instanceof Int elements
                && arguments.get(1) instanceof Int offset
                && arguments.get(2) instanceof Sequence shape
                && arguments.get(3) instanceof Sequence strides) {
            ElementType type = ElementType.ofStorage(storageType.name())
                    .orElseThrow(() -> new MalformedArchiveException("a tensor is stored as " + storageType
                            + "; only floats of 16, 32 and 64 bits and 64-bit integers are read"));
            return new TensorRef(type, key.value(), elements.value(), offset.value(), sides(shape), sides(strides));
        }
        throw new MalformedArchiveException("its pickle describes a tensor in an unknown way");
    }

    private static List<Integer> sides(Sequence sequence) {
        List<Integer> sides = new ArrayList<>();
        for (Pickled item : sequence.items()) {
            if (!(item instanceof Int side) || side.value() != (int) side.value()) {
                throw new MalformedArchiveException("a tensor has a side that is not a number of 32 bits");
            }
            sides.add((int) side.value());
        }
        return sides;
    }
}
