package io.vidette.detector;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.ParameterSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Weights from a hash of each tensor's name: those of {@code src/test/oracle/network_goldens.py}, which says more. */
public final class HashedWeights {
    private static final double GAIN = 3;
    private static final Pattern HEAD = Pattern.compile("\\.m\\.\\d+\\.weight$");

    private HashedWeights() {}

    /**
     * A network with such weights.
     *
     * @param scales of the batch normalisations, in the order of their names
     */
    public static Network of(Graph graph, List<Double> scales) {
        Map<String, Double> scaleOf = new HashMap<>();
        List<String> norms = graph.parameters().stream()
                .map(ParameterSpec::name)
                .filter(name -> name.endsWith(".running_var"))
                .map(HashedWeights::module)
                .sorted()
                .toList();
        for (int i = 0; i < norms.size(); i++) {
            scaleOf.put(norms.get(i), scales.get(i));
        }
        Map<String, Tensor> state = new HashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            double scale = scaleOf.getOrDefault(module(parameter.name()), 1.0);
            state.put(parameter.name(), tensor(graph, parameter, scale));
        }
        return new Network(graph, state);
    }

    private static String module(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Tensor tensor(Graph graph, ParameterSpec parameter, double scale) {
        if (parameter.role() == ParameterSpec.Role.COUNTER) {
            return Tensor.ofLongs(List.of(), new long[1]);
        }
        String name = parameter.name();
        if (name.endsWith(".anchors")) {
            return Tensor.ofFloats(parameter.shape(), anchors(graph));
        }
        List<Integer> shape = parameter.shape();
        double offset = 0;
        double factor = 0.1;
        if (shape.size() == 4) {
            double gain = HEAD.matcher(name).find() ? 0.1 * GAIN : GAIN;
            factor = Math.sqrt(gain / (shape.get(1) * shape.get(2) * shape.get(3)));
        } else if (name.endsWith(".weight")) {
            offset = 1;
        } else if (name.endsWith(".running_var")) {
            offset = scale;
            factor = 0.1 * scale;
        } else if (name.endsWith(".running_mean")) {
            factor = 0.1 * Math.sqrt(scale);
        }
        return Tensor.ofFloats(shape, numbers(name, (int) parameter.elements(), offset, factor));
    }

    /** In cells of their level, as the weights have them. */
    private static float[] anchors(Graph graph) {
        Head head = graph.decode().head();
        float[] cells = new float[head.anchors().size() * head.anchorsPerLevel() * 2];
        int next = 0;
        for (int level = 0; level < head.anchors().size(); level++) {
            for (double pixels : head.anchors().get(level)) {
                cells[next++] =
                        (float) pixels / graph.decode().inputs().get(level).stride();
            }
        }
        return cells;
    }

    /** {@code offset + factor u} with u of -1 to below 1: the name's FNV-1a hash starts a SplitMix64. */
    public static float[] numbers(String name, int count, double offset, double factor) {
        long seed = 0xCBF29CE484222325L;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            seed = (seed ^ (letter & 0xff)) * 0x100000001B3L;
        }
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            numbers[i] = (float) (offset + factor * ((z >>> 40) * 0x1p-23 - 1));
        }
        return numbers;
    }
}
