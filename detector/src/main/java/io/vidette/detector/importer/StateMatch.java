package io.vidette.detector.importer;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file beside the parameters of a graph. All names and shapes are compared before a weight is read.
 *
 * <p>In exports batch normalisations are folded into the convolutions before them, which have a bias then. Those become
 * normalisations that add that bias and do nothing else.
 */
final class StateMatch {
    private final Graph graph;
    private final Map<String, TensorRef> tensors;
    /** By the path of a normalisation that is folded. */
    private final Map<String, Bias> folded = new HashMap<>();

    /** Of the convolution before. */
    private record Bias(String name, TensorRef ref) {}

    private StateMatch(Graph graph, Map<String, TensorRef> tensors) {
        this.graph = graph;
        this.tensors = tensors;
    }

    /**
     * Compares them.
     *
     * @throws NetworkException naming the tensor that is missing, left over, or has another shape
     */
    static StateMatch of(Graph graph, Map<String, TensorRef> tensors) {
        StateMatch match = new StateMatch(graph, tensors);
        match.findFolded();
        match.check();
        return match;
    }

    private void findFolded() {
        Map<Value, Operation.Convolution> from = new HashMap<>();
        for (Operation operation : graph.operations()) {
            if (operation instanceof Operation.Convolution convolution) {
                from.put(convolution.output(), convolution);
            } else if (operation instanceof Operation.BatchNorm norm) {
                Operation.@Nullable Convolution convolution = from.get(norm.input());
                if (convolution != null && !convolution.bias() && !tensors.containsKey(norm.path() + ".weight")) {
                    String name = convolution.path() + ".bias";
                    TensorRef bias = tensors.get(name);
                    if (bias != null) {
                        folded.put(norm.path(), new Bias(name, bias));
                    }
                }
            }
        }
    }

    private void check() {
        Map<String, TensorRef> unused = new TreeMap<>(tensors);
        for (ParameterSpec parameter : graph.parameters()) {
            Bias bias = folded.get(module(parameter));
            String name = bias == null ? parameter.name() : bias.name();
            TensorRef ref = tensors.get(name);
            if (ref != null && parameter.role() != ParameterSpec.Role.COUNTER) {
                Network.checkShape(new ParameterSpec(name, parameter.shape(), parameter.role()), ref.shape());
            } else if (ref == null && isNeeded(parameter)) {
                throw new NetworkException("the file lacks the tensor " + name + " of " + parameter.shape());
            }
            unused.remove(name);
        }
        // Up to v5.0 the anchors were stored a second time, in pixels.
        unused.keySet().removeIf(extra -> extra.endsWith(".anchor_grid"));
        unused.forEach((extra, ref) -> {
            throw new NetworkException("the file has the tensor " + extra + " of " + ref.shape()
                    + ", which no layer of its description uses");
        });
    }

    private boolean isNeeded(ParameterSpec parameter) {
        return parameter.role() != ParameterSpec.Role.COUNTER && !isAnchors(parameter);
    }

    private boolean isAnchors(ParameterSpec parameter) {
        return parameter.name().equals(graph.decode().path() + ".anchors");
    }

    private static String module(ParameterSpec parameter) {
        return parameter.name().substring(0, parameter.name().lastIndexOf('.'));
    }

    /**
     * The graph with its weights as 32-bit floats.
     *
     * @throws NetworkException naming a tensor that holds what is not a number
     */
    Network read(TorchArchive archive) throws IOException {
        Map<String, Tensor> state = new HashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            Bias bias = folded.get(module(parameter));
            state.put(parameter.name(), bias == null ? read(archive, parameter) : foldedNorm(archive, parameter, bias));
        }
        return new Network(graph, state);
    }

    private Tensor read(TorchArchive archive, ParameterSpec parameter) throws IOException {
        TensorRef ref = tensors.get(parameter.name());
        if (ref != null && ref.shape().equals(parameter.shape())) {
            return Network.finite(parameter.name(), archive.read(ref).widened());
        }
        return isAnchors(parameter) ? HeadTensors.anchors(graph) : Tensor.ofLongs(List.of(), new long[1]);
    }

    private Tensor foldedNorm(TorchArchive archive, ParameterSpec parameter, Bias bias) throws IOException {
        if (parameter.role() == ParameterSpec.Role.COUNTER) {
            return Tensor.ofLongs(List.of(), new long[1]);
        }
        String kind = parameter.name().substring(parameter.name().lastIndexOf('.') + 1);
        if (kind.equals("bias")) {
            return Network.finite(bias.name(), archive.read(bias.ref()).widened());
        }
        float[] numbers = new float[(int) parameter.elements()];
        Arrays.fill(
                numbers,
                switch (kind) {
                    case "weight" -> 1;
                    case "running_mean" -> 0;
                    default -> (float) (1 - Operation.BatchNorm.EPSILON);
                });
        return Tensor.ofFloats(parameter.shape(), numbers);
    }
}
