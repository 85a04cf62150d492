package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/** The network description that a checkpoint carries: a YOLO yaml, parsed before it was pickled. */
final class NetworkYaml {
    private static final int MAX_NESTING = 2;
    /** Items of one list and lines of one section; a pickle may name one list in many places, so sizes multiply. */
    private static final int MAX_ITEMS = 500;

    private NetworkYaml() {}

    static NetworkSpec read(String name, Dict yaml, Head head) {
        List<LayerSpec> layers = new ArrayList<>();
        for (String section : List.of("backbone", "head")) {
            for (Pickled line : sequence(yaml, section).items()) {
                layers.add(layer(section, line));
            }
        }
        int channels = yaml.get("ch").orElse(new Int(3)) instanceof Int ch ? (int) Math.min(ch.value(), 1 << 20) : 3;
        return new NetworkSpec(
                name, channels, multiple(yaml, "depth_multiple"), multiple(yaml, "width_multiple"), head, layers);
    }

    private static LayerSpec layer(String section, Pickled line) {
        if (line instanceof Sequence parts
                && parts.items().size() == 4
                && parts.items().get(1) instanceof Int number
                && parts.items().get(2) instanceof Text module
                && plain(parts.items().get(3), 0) instanceof List<?> arguments) {
            Object from = plain(parts.items().get(0), 0);
            List<Integer> sources = new ArrayList<>();
            for (Object source : from instanceof List<?> many ? many : List.of(from)) {
                if (!(source instanceof Long index) || index != (int) (long) index) {
                    throw new MalformedArchiveException(
                            "its " + section + " has a layer that takes input from " + from);
                }
                sources.add((int) (long) index);
            }
            int repeats = (int) Math.max(0, Math.min(number.value(), 1 << 20));
            return new LayerSpec(sources, repeats, module.value(), new LayerArguments(List.copyOf(arguments)));
        }
        throw new MalformedArchiveException(
                "its " + section + " has a line that is not [from, number, module, arguments]");
    }

    private static Object plain(Pickled value, int depth) {
        if (value instanceof Int number) {
            return number.value();
        } else if (value instanceof Pickled.Real number) {
            return number.value();
        } else if (value instanceof Pickled.Bool flag) {
            return flag.value();
        } else if (value instanceof Text text) {
            return text.value();
        } else if (value instanceof Sequence items
                && depth < MAX_NESTING
                && items.items().size() <= MAX_ITEMS) {
            List<Object> plain = new ArrayList<>();
            items.items().forEach(item -> plain.add(plain(item, depth + 1)));
            return plain;
        }
        return "None";
    }

    private static double multiple(Dict yaml, String key) {
        Pickled value = yaml.get(key).orElse(new Pickled.Real(1));
        if (value instanceof Pickled.Real real) {
            return real.value();
        } else if (value instanceof Int number) {
            return number.value();
        }
        throw new MalformedArchiveException("its " + key + " is no number");
    }

    private static Sequence sequence(Dict yaml, String key) {
        if (yaml.get(key).orElse(Pickled.None.NONE) instanceof Sequence sequence
                && sequence.items().size() <= MAX_ITEMS) {
            return sequence;
        }
        throw new MalformedArchiveException(
                "its description has no " + key + ", or one of more than " + MAX_ITEMS + " lines");
    }
}
