package io.vidette.detector.compile;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Moves the division of the pictures' bytes by 255 into the weights of the convolutions that see them first, which is one
 * pass over the pictures less. With 16 bits it is more exact too: a byte is a number there, a 255th of it is not.
 */
final class InputScaling {
    private static final float WHITE = 255;

    private InputScaling() {}

    /** Whether nothing but convolutions sees the input, as it is or with its pixels in another order. */
    static boolean isPossible(Graph graph) {
        return firstConvolutions(graph, graph.input()).isPresent();
    }

    /** The network for bytes, where that {@link #isPossible}. */
    static Network scale(Network network) {
        Set<String> paths = firstConvolutions(network.graph(), network.graph().input())
                .orElseThrow(() -> new IllegalArgumentException("not only convolutions see the input"));
        Map<String, Tensor> state = new LinkedHashMap<>(network.state());
        for (String path : paths) {
            state.computeIfPresent(path + ".weight", (name, weight) -> divided(weight));
        }
        return new Network(network.graph(), state);
    }

    private static Optional<Set<String>> firstConvolutions(Graph graph, Value input) {
        Set<String> paths = new TreeSet<>();
        for (Operation operation : graph.operations()) {
            if (!operation.inputs().contains(input)) {
                continue;
            }
            if (operation instanceof Operation.Convolution convolution) {
                paths.add(convolution.path());
            } else if (operation instanceof Operation.SpaceToDepth) {
                Optional<Set<String>> behind = firstConvolutions(graph, operation.output());
                if (behind.isEmpty()) {
                    return behind;
                }
                paths.addAll(behind.get());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(paths);
    }

    private static Tensor divided(Tensor weight) {
        float[] values = weight.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] /= WHITE;
        }
        return Tensor.ofFloats(weight.shape(), values);
    }
}
