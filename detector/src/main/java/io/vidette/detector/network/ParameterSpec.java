package io.vidette.detector.network;

import java.util.List;

/**
 * A named tensor that the graph needs.
 *
 * @param name as PyTorch's state dict has it, such as {@code model.0.conv.weight}
 * @param role what becomes of it in training
 */
public record ParameterSpec(String name, List<Integer> shape, Role role) {
    /** What becomes of a tensor in training. */
    public enum Role {
        /** Learned by gradient. */
        LEARNED,
        /** Kept beside: running statistics, anchors. */
        BUFFER,
        /** A buffer that counts and may be absent from the weights; starts from zero. */
        COUNTER
    }

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
