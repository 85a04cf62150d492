package io.vidette.detector.compile;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.Operation;
import io.vidette.detector.network.Operation.Activate;
import io.vidette.detector.network.Operation.BatchNorm;
import io.vidette.detector.network.Operation.Convolution;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.ParameterSpec.Role;
import io.vidette.detector.network.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Folds a convolution, its batch normalisation and its activation into one convolution. With its running statistics
 * fixed, batch normalisation is a factor and an offset for each channel, which the weights and a bias can hold:
 * w' = w g / sqrt(var + eps), b' = beta - mean g / sqrt(var + eps).
 */
final class BatchNormFolding {
    private final Network network;
    private final Map<String, Long> uses;
    private final List<Operation> operations = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();

    private BatchNormFolding(Network network) {
        this.network = network;
        this.uses = network.graph().operations().stream()
                .flatMap(operation -> operation.inputs().stream())
                .collect(Collectors.groupingBy(Value::name, Collectors.counting()));
    }

    static Network fold(Network network) {
        return new BatchNormFolding(network).run();
    }

    private Network run() {
        Graph graph = network.graph();
        List<Operation> all = graph.operations();
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof Convolution convolution)) {
                keep(all.get(i));
            } else if (!convolution.bias() && follows(all, i, BatchNorm.class)) {
                BatchNorm norm = (BatchNorm) all.get(++i);
                if (follows(all, i, Activate.class)) {
                    Activate activate = (Activate) all.get(++i);
                    fold(convolution, norm, activate.output(), activate.activation());
                } else {
                    fold(convolution, norm, norm.output(), Activation.NONE);
                }
            } else {
                keep(convolution);
            }
        }
        return new Network(new Graph(graph.input(), operations, parameters, graph.decode()), state);
    }

    /** Whether the next operation is of this kind and is the only one that uses the output of operation i. */
    private boolean follows(List<Operation> all, int index, Class<? extends Operation> kind) {
        Value output = all.get(index).output();
        return index + 1 < all.size()
                && kind.isInstance(all.get(index + 1))
                && all.get(index + 1).inputs().equals(List.of(output))
                && uses.getOrDefault(output.name(), 0L) == 1;
    }

    private void keep(Operation operation) {
        operations.add(operation);
        String path = operation instanceof Convolution convolution
                ? convolution.path()
                : operation instanceof BatchNorm norm
                        ? norm.path()
                        : operation instanceof Operation.Decode decode ? decode.path() + ".anchors" : "";
        for (ParameterSpec parameter : network.graph().parameters()) {
            if (!path.isEmpty() && (parameter.name().equals(path) || isDirectlyIn(path, parameter.name()))) {
                add(parameter.name(), parameter.role(), network.tensor(parameter.name()));
            }
        }
    }

    private static boolean isDirectlyIn(String path, String name) {
        return name.startsWith(path + ".") && name.indexOf('.', path.length() + 1) < 0;
    }

    private void fold(Convolution convolution, BatchNorm norm, Value output, Activation activation) {
        operations.add(new Convolution(
                output,
                convolution.input(),
                convolution.path(),
                convolution.kernel(),
                convolution.step(),
                convolution.padding(),
                convolution.groups(),
                true,
                activation));
        Tensor weight = network.tensor(convolution.path() + ".weight");
        float[] weights = weight.toFloats();
        float[] gain = network.tensor(norm.path() + ".weight").toFloats();
        float[] bias = network.tensor(norm.path() + ".bias").toFloats();
        float[] mean = network.tensor(norm.path() + ".running_mean").toFloats();
        float[] variance = network.tensor(norm.path() + ".running_var").toFloats();
        int perChannel = weights.length / gain.length;
        for (int channel = 0; channel < gain.length; channel++) {
            double factor = gain[channel] / Math.sqrt(variance[channel] + norm.epsilon());
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                weights[i] = (float) (weights[i] * factor);
            }
            bias[channel] = (float) (bias[channel] - mean[channel] * factor);
        }
        add(convolution.path() + ".weight", Role.LEARNED, Tensor.ofFloats(weight.shape(), weights));
        add(convolution.path() + ".bias", Role.LEARNED, Tensor.ofFloats(List.of(bias.length), bias));
    }

    private void add(String name, Role role, Tensor tensor) {
        parameters.add(new ParameterSpec(name, tensor.shape(), role));
        state.put(name, tensor);
    }
}
