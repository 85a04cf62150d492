package io.vidette.detector;

import io.vidette.detector.PickleBytes.Call;
import io.vidette.detector.PickleBytes.Name;
import io.vidette.detector.PickleBytes.Outside;
import io.vidette.detector.PickleBytes.Thing;
import io.vidette.detector.PickleBytes.Tuple;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.ParameterSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A network of eleven layers with made-up weights, as a checkpoint that Ultralytics might have saved: every kind of
 * layer, two levels, three classes, 32-bit floats.
 */
public final class TinyModel {
    public static final List<String> CLASSES = List.of("cat", "dog", "bird");
    public static final List<List<Double>> ANCHORS =
            List.of(List.of(10.0, 13.0, 16.0, 30.0), List.of(33.0, 23.0, 30.0, 61.0));
    private static final int[] STRIDES = {8, 16};
    private static final int BACKBONE = 7;

    private final NetworkSpec spec;
    private final List<byte[]> storages = new ArrayList<>();
    private final Random random = new Random(5);

    private TinyModel(NetworkSpec spec) {
        this.spec = spec;
    }

    public static NetworkSpec spec() {
        return new NetworkSpec("tiny", 3, 1, 1, new Head(CLASSES, ANCHORS), layers());
    }

    public static List<LayerSpec> layers() {
        return List.of(
                layer(-1, 1, "Conv", 16L, 6L, 2L, 2L),
                layer(-1, 1, "Conv", 16L, 3L, 2L),
                layer(-1, 2, "C3", 16L),
                layer(-1, 1, "Conv", 24L, 3L, 2L),
                layer(-1, 1, "C3", 24L),
                layer(-1, 1, "Conv", 32L, 3L, 2L),
                layer(-1, 1, "SPPF", 32L, 5L),
                layer(-1, 1, "nn.Upsample", "None", 2L, "nearest"),
                layer(List.of(-1, 4), 1, "Concat", 1L),
                layer(-1, 1, "C3", 24L, false),
                layer(List.of(9, 6), 1, "Detect", "nc", "anchors"));
    }

    private static LayerSpec layer(int from, int number, String module, Object... arguments) {
        return layer(List.of(from), number, module, arguments);
    }

    private static LayerSpec layer(List<Integer> from, int number, String module, Object... arguments) {
        return new LayerSpec(from, number, module, new LayerArguments(List.of(arguments)));
    }

    /** Writes the checkpoint. */
    public static Path write(Path file) throws IOException {
        return write(file, "models.common", "Conv", "C3", Map.of());
    }

    /**
     * Writes a checkpoint with something wrong.
     *
     * @param module and {@code type}: the class of the ordinary modules
     * @param kind of layer 2 in the description
     * @param shapes that replace those of tensors
     */
    public static Path write(Path file, String module, String type, String kind, Map<String, List<Integer>> shapes)
            throws IOException {
        return write(file, new Name(module, type), kind, shapes, Map.of());
    }

    /** Writes a checkpoint that says more beside the model. */
    public static Path writeWith(Path file, Map<String, Object> beside) throws IOException {
        return write(file, new Name("models.common", "Conv"), "C3", Map.of(), beside);
    }

    private static Path write(
            Path file, Name type, String kind, Map<String, List<Integer>> shapes, Map<String, Object> beside)
            throws IOException {
        TinyModel model = new TinyModel(spec());
        Map<String, Object> checkpoint = new LinkedHashMap<>(beside);
        checkpoint.put("model", model.root(type, kind, shapes));
        byte[] pickle = PickleBytes.of(checkpoint);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        for (int i = 0; i < model.storages.size(); i++) {
            entries.put("archive/data/" + i, model.storages.get(i));
        }
        entries.put("archive/version", new byte[] {'3', '\n'});
        return writeZip(file, entries);
    }

    /** Writes a zip without compression. */
    public static Path writeZip(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 checksum = new CRC32();
                checksum.update(content.getValue());
                entry.setSize(content.getValue().length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private Thing root(Name type, String kind, Map<String, List<Integer>> shapes) {
        Map<String, Object> modules = new LinkedHashMap<>();
        for (ParameterSpec parameter : GraphReader.read(spec).parameters()) {
            add(modules, parameter.name(), parameter, shapes.getOrDefault(parameter.name(), parameter.shape()), type);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("_modules", modules);
        attributes.put("yaml", yaml(kind));
        attributes.put("names", CLASSES);
        attributes.put("stride", tensor(List.of(2), STRIDES[0], STRIDES[1]));
        return new Thing(new Name("models.yolo", "Model"), attributes);
    }

    @SuppressWarnings("unchecked") // the maps are the ones made here
    private void add(
            Map<String, Object> modules, String name, ParameterSpec parameter, List<Integer> shape, Name type) {
        int dot = name.indexOf('.');
        String rest = name.substring(dot + 1);
        boolean leaf = rest.indexOf('.') < 0;
        String first = name.substring(0, dot);
        Thing module = (Thing) modules.computeIfAbsent(first, key -> thing(leaf, rest, parameter, type));
        if (!leaf) {
            Map<String, Object> inner =
                    (Map<String, Object>) module.attributes().computeIfAbsent("_modules", k -> new LinkedHashMap<>());
            add(inner, rest, parameter, shape, type);
            return;
        }
        String room = parameter.role() == ParameterSpec.Role.LEARNED ? "_parameters" : "_buffers";
        Map<String, Object> tensors =
                (Map<String, Object>) module.attributes().computeIfAbsent(room, k -> new LinkedHashMap<>());
        if (parameter.role() != ParameterSpec.Role.COUNTER) {
            tensors.put(rest, tensor(shape, values(parameter, shape)));
        }
    }

    private static Thing thing(boolean leaf, String rest, ParameterSpec parameter, Name type) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (!leaf) {
            return new Thing(type, attributes);
        }
        if (rest.equals("weight") && parameter.shape().size() == 4) {
            return new Thing(new Name("torch.nn.modules.conv", "Conv2d"), attributes);
        }
        if (rest.equals("anchors")) {
            return new Thing(new Name("models.yolo", "Detect"), attributes);
        }
        attributes.put("eps", 1e-3);
        return new Thing(new Name("torch.nn.modules.batchnorm", "BatchNorm2d"), attributes);
    }

    private static Map<String, Object> yaml(String kind) {
        List<Object> lines = new ArrayList<>();
        for (LayerSpec layer : layers()) {
            String module = lines.size() == 2 ? kind : layer.module();
            List<Object> arguments = layer.arguments().values().stream()
                    .map(argument -> argument instanceof Long number ? (Object) number.intValue() : argument)
                    .toList();
            lines.add(List.of(layer.from(), layer.number(), module, arguments));
        }
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("nc", CLASSES.size());
        yaml.put("depth_multiple", 1.0);
        yaml.put("width_multiple", 1.0);
        yaml.put("backbone", lines.subList(0, BACKBONE));
        yaml.put("head", lines.subList(BACKBONE, lines.size()));
        return yaml;
    }

    private float[] values(ParameterSpec parameter, List<Integer> shape) {
        String name = parameter.name();
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        int fanIn = shape.size() == 4 ? shape.get(1) * shape.get(2) * shape.get(3) : 1;
        for (int i = 0; i < values.length; i++) {
            double noise = random.nextGaussian();
            if (name.endsWith("anchors")) {
                int level = i / ANCHORS.get(0).size();
                values[i] = (float) (ANCHORS.get(level).get(i % ANCHORS.get(0).size()) / STRIDES[level]);
            } else if (shape.size() == 4) {
                values[i] = (float) (noise * Math.sqrt(2.0 / fanIn));
            } else if (name.endsWith("weight") || name.endsWith("running_var")) {
                values[i] = (float) (1 + 0.2 * Math.tanh(noise));
            } else {
                values[i] = (float) (0.1 * noise);
            }
        }
        return values;
    }

    private Call tensor(List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Outside storage = new Outside(List.of(
                "storage", new Name("torch", "FloatStorage"), Integer.toString(storages.size()), "cpu", values.length));
        storages.add(bytes.array());
        List<Object> strides = new ArrayList<>();
        int stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= shape.get(i);
        }
        List<Object> sides = new ArrayList<>(shape);
        return new Call(
                new Name("torch._utils", "_rebuild_tensor_v2"),
                List.of(storage, 0, new Tuple(sides), new Tuple(strides), false, List.of()));
    }
}
