package io.vidette.detector.description;

import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks whose descriptions come with the product: the yaml files beside this class. All have 80 classes. */
public final class ShippedNetworks {
    private static final Map<String, Shipped> NETWORKS = table();

    /** A description, and by how much its repetitions and channels are multiplied. */
    private record Shipped(String file, double depth, double width) {}

    private ShippedNetworks() {}

    private static Map<String, Shipped> table() {
        Map<String, Shipped> table = new LinkedHashMap<>();
        for (String form : List.of("", "-2020")) {
            String file = "yolov5" + form;
            table.put("yolov5n" + form, new Shipped(file, 0.33, 0.25));
            table.put("yolov5s" + form, new Shipped(file, 0.33, 0.50));
            table.put("yolov5m" + form, new Shipped(file, 0.67, 0.75));
            table.put("yolov5l" + form, new Shipped(file, 1.00, 1.00));
            table.put("yolov5x" + form, new Shipped(file, 1.33, 1.25));
        }
        for (String name : List.of(
                "yolov3", "yolov3-spp", "yolov3-tiny", "yolov3-mobilenetv3-small", "yolov3-mobilenetv3-large")) {
            table.put(name, new Shipped(name, 1, 1));
        }
        return table;
    }

    /** All names, families together and sizes in order. */
    public static List<String> names() {
        return List.copyOf(NETWORKS.keySet());
    }

    /** A network by its name, such as {@code yolov5s} or {@code yolov5s-2020}. */
    public static Optional<NetworkSpec> named(String name) {
        return Optional.ofNullable(NETWORKS.get(name)).map(shipped -> read(name, shipped));
    }

    private static NetworkSpec read(String name, Shipped shipped) {
        Map<String, Object> yaml = PlainYaml.read(text(shipped.file() + ".yaml"));
        yaml.put("depth_multiple", shipped.depth());
        yaml.put("width_multiple", shipped.width());
        return NetworkYaml.read(name, yaml);
    }

    private static String text(String file) {
        try (InputStream in = ShippedNetworks.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's file " + file, e);
        }
    }
}
