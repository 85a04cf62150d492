package io.vidette.detector.darknet;

import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The order in which Darknet writes the tensors of a network: convolution by convolution the biases (with batch
 * normalisation its offsets, factors, means and variances), then the kernels.
 *
 * @param blocks one for each convolution
 */
record DarknetOrder(Graph graph, List<Block> blocks) {
    private static final List<String> WITHIN =
            List.of("conv.bias", "bn.bias", "bn.weight", "bn.running_mean", "bn.running_var", "conv.weight");

    /**
     * The tensors of one convolution.
     *
     * @param layer index
     */
    record Block(int layer, List<ParameterSpec> tensors) {
        long numbers() {
            return tensors.stream().mapToLong(ParameterSpec::elements).sum();
        }

        /** What an error calls it. */
        String name() {
            return "layer " + layer + " (darknet.convolutional)";
        }
    }

    /**
     * The order for a network.
     *
     * @throws NetworkException when it has layers that Darknet does not know
     */
    static DarknetOrder of(NetworkSpec spec) {
        int last = spec.layers().size() - 1;
        for (int i = 0; i <= last; i++) {
            String module = spec.layers().get(i).module();
            if (!module.startsWith("darknet.")) {
                throw new NetworkException(
                        "layer " + i + " (" + module + "): it is none of Darknet's, so the network has no .weights");
            }
        }
        Graph graph = GraphReader.read(spec);
        Map<String, ParameterSpec> byName = new HashMap<>();
        graph.parameters().forEach(parameter -> byName.put(parameter.name(), parameter));
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            String path = "model." + i + ".";
            List<ParameterSpec> tensors = WITHIN.stream()
                    .flatMap(name -> Optional.ofNullable(byName.get(path + name))
                            .map(Stream::of)
                            .orElseGet(Stream::empty))
                    .toList();
            if (!tensors.isEmpty()) {
                blocks.add(new Block(i, tensors));
            }
        }
        return new DarknetOrder(graph, List.copyOf(blocks));
    }

    long numbers() {
        return blocks.stream().mapToLong(Block::numbers).sum();
    }
}
