package io.vidette.detector.darknet;

import io.vidette.detector.network.Activation;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/** A section of a cfg as the layer of the same name. Defaults are Darknet's. */
final class CfgLayers {
    private CfgLayers() {}

    static LayerSpec layer(CfgSection section) {
        return switch (section.name()) {
            case "convolutional", "conv" -> convolutional(section);
            case "shortcut" -> shortcut(section);
            case "route" -> route(section);
            case "upsample" -> upsample(section);
            case "maxpool", "max" -> maxpool(section);
            case "dropout", "yolo" -> layer(List.of(-1), "pass");
            default ->
                throw section.wrong("this kind of layer is not supported; known are convolutional, shortcut, route,"
                        + " upsample, maxpool, dropout and yolo");
        };
    }

    private static LayerSpec convolutional(CfgSection section) {
        int filters = section.whole("filters", 1);
        int size = section.whole("size", 1);
        int stride = stride(section, 1);
        int padding = section.whole("padding", 0);
        if (section.flag("pad")) {
            padding = size / 2;
        }
        requireSameSize(section, size, stride, 2L * padding);
        return layer(
                List.of(-1),
                "convolutional",
                (long) filters,
                (long) size,
                (long) stride,
                (long) padding,
                (long) section.whole("groups", 1),
                section.flag("batch_normalize"),
                activation(section, "logistic"));
    }

    private static LayerSpec shortcut(CfgSection section) {
        List<Integer> from = section.wholes("from", List.of());
        if (from.size() != 1) {
            throw section.wrong("from", "names " + from.size() + " layers; adding one is supported");
        }
        return layer(List.of(-1, from.get(0)), "shortcut", activation(section, "linear"));
    }

    private static LayerSpec route(CfgSection section) {
        List<Integer> layers = section.wholes("layers", List.of());
        if (layers.isEmpty()) {
            throw section.wrong("it names no layers");
        }
        return layer(layers, "route", (long) section.whole("groups", 1), (long) section.whole("group_id", 0));
    }

    private static LayerSpec upsample(CfgSection section) {
        if (section.real("scale", 1) != 1) {
            throw section.wrong("scale", "is not supported, only 1");
        }
        return layer(List.of(-1), "upsample", (long) section.whole("stride", 2));
    }

    private static LayerSpec maxpool(CfgSection section) {
        int stride = stride(section, 1);
        int size = section.whole("size", stride);
        int padding = section.whole("padding", size - 1);
        requireSameSize(section, size, stride, padding);
        return layer(List.of(-1), "maxpool", (long) size, (long) stride, (long) padding);
    }

    private static int stride(CfgSection section, int fallback) {
        int stride = section.whole("stride", fallback);
        if (section.whole("stride_x", stride) != stride || section.whole("stride_y", stride) != stride) {
            throw section.wrong("stride_x and stride_y differ from stride, which is not supported");
        }
        return stride;
    }

    /**
     * A window that takes cells off the map's sides would leave maps that are no multiple of their stride, and boxes
     * beside their objects.
     *
     * @param padding of both sides together
     */
    private static void requireSameSize(CfgSection section, int size, int stride, long padding) {
        if (size < 1 || stride < 1 || padding < 0 || padding >= size || size > padding + stride) {
            throw section.wrong("size " + size + ", stride " + stride + " and " + padding
                    + " cells of padding do not make a map of 1/" + stride + " of the size; is pad=1 missing?");
        }
    }

    private static String activation(CfgSection section, String fallback) {
        String name = section.text("activation", fallback);
        if (Activation.ofDarknet(name).isEmpty()) {
            throw section.wrong("activation", "is not supported");
        }
        return name;
    }

    private static LayerSpec layer(List<Integer> from, String kind, Object... arguments) {
        return new LayerSpec(new ArrayList<>(from), 1, "darknet." + kind, new LayerArguments(List.of(arguments)));
    }
}
