package io.vidette.detector.description;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A YOLO yaml: {@code nc}, {@code anchors}, {@code depth_multiple}, {@code width_multiple}, {@code activation}, and the
 * layers of {@code backbone} and {@code head} as {@code [from, number, module, arguments]}. Ours may say {@code names} and
 * {@code csp_activation} too. The values are plain, as {@link PlainYaml} has them: a checkpoint carries the same ones.
 */
public final class NetworkYaml {
    /** Lines of one section. */
    private static final int MAX_LINES = 500;
    /** Python rounds larger numbers, and no module repeats as often. */
    private static final long MAX_NUMBER = 1 << 20;

    private NetworkYaml() {}

    /**
     * The network, with the classes and anchors that the description names.
     *
     * @throws NetworkException naming the key or layer that makes no sense
     */
    public static NetworkSpec read(String name, Map<String, Object> yaml) {
        return read(name, yaml, HeadYaml.read(yaml));
    }

    /** The network, with the classes and anchors that its weights brought. */
    public static NetworkSpec read(String name, Map<String, Object> yaml, Head head) {
        List<LayerSpec> layers = new ArrayList<>();
        for (String section : List.of("backbone", "head")) {
            for (Object line : lines(yaml, section)) {
                layers.add(layer(section, layers.size(), line));
            }
        }
        int channels = yaml.getOrDefault("ch", 3L) instanceof Long ch && ch == (int) (long) ch ? (int) (long) ch : 0;
        return new NetworkSpec(
                name,
                channels,
                multiple(yaml, "depth_multiple"),
                multiple(yaml, "width_multiple"),
                head,
                layers,
                activation(yaml, "activation"),
                activation(yaml, "csp_activation"));
    }

    private static List<?> lines(Map<String, Object> yaml, String section) {
        if (yaml.get(section) instanceof List<?> lines && lines.size() <= MAX_LINES) {
            return lines;
        }
        throw new NetworkException(
                "the description has no " + section + ", or one of more than " + MAX_LINES + " lines");
    }

    private static LayerSpec layer(String section, int index, Object line) {
        if (line instanceof List<?> parts
                && parts.size() == 4
                && parts.get(1) instanceof Long number
                && parts.get(2) instanceof String module
                && parts.get(3) instanceof List<?> arguments) {
            int repeats = (int) Math.max(0, Math.min(number, MAX_NUMBER));
            return new LayerSpec(
                    sources(index, module, parts.get(0)), repeats, module, new LayerArguments(List.copyOf(arguments)));
        }
        throw new NetworkException("layer " + index + ", in " + section + ", is not [from, number, module, arguments]: "
                + Shortened.of(line));
    }

    private static List<Integer> sources(int index, String module, Object from) {
        List<Integer> sources = new ArrayList<>();
        for (Object source : from instanceof List<?> many ? many : List.of(from)) {
            if (!(source instanceof Long place) || place != (int) (long) place) {
                throw new NetworkException(
                        "layer " + index + " (" + module + "): it takes its input from " + Shortened.of(from));
            }
            sources.add((int) (long) place);
        }
        return sources;
    }

    private static double multiple(Map<String, Object> yaml, String key) {
        if (yaml.getOrDefault(key, 1L) instanceof Number number) {
            return number.doubleValue();
        }
        throw new NetworkException(key + " is not a number");
    }

    private static Activation activation(Map<String, Object> yaml, String key) {
        Object value = yaml.getOrDefault(key, "None");
        return value.equals("None") ? Activation.SILU : ActivationText.parse(key, value);
    }
}
