package io.vidette.detector.network;

import io.vidette.detector.archive.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph with its weights.
 *
 * @param state one tensor for each parameter of the graph, in the graph's order
 */
public record Network(Graph graph, Map<String, Tensor> state) {
    public Network {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            Tensor tensor = state.get(parameter.name());
            if (tensor == null) {
                throw new NetworkException("there is no tensor " + parameter.name() + " of " + parameter.shape());
            }
            checkShape(parameter, tensor.shape());
            ordered.put(parameter.name(), tensor);
        }
        state = Collections.unmodifiableMap(ordered);
    }

    /** Refuses a tensor that does not fit, before it is read. */
    public static void checkShape(ParameterSpec parameter, List<Integer> found) {
        if (!found.equals(parameter.shape())) {
            throw new NetworkException(
                    "the tensor " + parameter.name() + " should be " + parameter.shape() + " and is " + found);
        }
    }

    /**
     * Hands on a tensor of numbers.
     *
     * @throws NetworkException when one is infinite or none
     */
    public static Tensor finite(String name, Tensor tensor) {
        for (float number : tensor.toFloats()) {
            if (!Float.isFinite(number)) {
                throw new NetworkException("the tensor " + name + " holds " + number + "; the training has failed");
            }
        }
        return tensor;
    }

    public Tensor tensor(String name) {
        Tensor tensor = state.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return tensor;
    }
}
