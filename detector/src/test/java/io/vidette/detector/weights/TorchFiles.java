package io.vidette.detector.weights;

import io.vidette.detector.PickleBytes;
import io.vidette.detector.PickleBytes.Call;
import io.vidette.detector.PickleBytes.Name;
import io.vidette.detector.PickleBytes.Outside;
import io.vidette.detector.PickleBytes.Thing;
import io.vidette.detector.PickleBytes.Tuple;
import io.vidette.detector.TinyModel;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.ParameterSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes files as PyTorch would, whose weights are all one number.
 *
 * @param folder that they are written into
 * @param filling the number
 */
record TorchFiles(Path folder, float filling) {
    /** A checkpoint of two convolutions, as far as their activations are read. */
    Path modules(Thing first, Thing second) throws IOException {
        Map<String, Object> layers = new LinkedHashMap<>();
        layers.put("0", new Thing(new Name("models.common", "Conv"), Map.of("_modules", Map.of("act", first))));
        layers.put("1", new Thing(new Name("models.common", "Conv"), Map.of("_modules", Map.of("act", second))));
        Thing model = new Thing(new Name("models.yolo", "Model"), Map.of("_modules", layers));
        return TinyModel.writeZip(
                folder.resolve("modules.pt"), Map.of("archive/data.pkl", PickleBytes.of(Map.of("model", model))));
    }

    /** A state dict of one number everywhere, with some shapes replaced and some tensors added. */
    Path state(NetworkSpec network, Map<String, List<Integer>> replaced, Map<String, List<Integer>> added)
            throws IOException {
        Map<String, Object> tensors = tensors(network, replaced);
        added.forEach((name, shape) -> tensors.put(name, tensor(shape, most(network))));
        return checkpoint(network, tensors);
    }

    Path checkpoint(NetworkSpec network, Map<String, Object> content) throws IOException {
        return write("state.pt", PickleBytes.of(content), most(network), Map.of());
    }

    static Map<String, Object> tensors(NetworkSpec network, Map<String, List<Integer>> replaced) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (ParameterSpec parameter : GraphReader.read(network).parameters()) {
            if (parameter.role() != ParameterSpec.Role.COUNTER) {
                List<Integer> shape = replaced.getOrDefault(parameter.name(), parameter.shape());
                tensors.put(parameter.name(), tensor(shape, most(network)));
            }
        }
        return tensors;
    }

    /** Numbers in the largest tensor. */
    private static int most(NetworkSpec network) {
        return GraphReader.read(network).parameters().stream()
                .mapToInt(parameter -> (int) parameter.elements())
                .max()
                .orElseThrow();
    }

    /** A TorchScript program of one number everywhere: modules within modules, as plain attributes. */
    Path script(NetworkSpec network) throws IOException {
        return script(network, Map.of());
    }

    Path script(NetworkSpec network, Map<String, byte[]> extras) throws IOException {
        Map<String, byte[]> others = new LinkedHashMap<>(extras);
        others.put("archive/code/__torch__.py", new byte[0]);
        List<ParameterSpec> parameters = GraphReader.read(network).parameters();
        int most = most(network);
        Map<String, Object> root = new LinkedHashMap<>();
        for (ParameterSpec parameter : parameters) {
            Map<String, Object> place = root;
            String[] path = parameter.name().split("\\.", -1);
            for (int i = 0; i < path.length - 1; i++) {
                Thing inner = (Thing) place.computeIfAbsent(
                        path[i],
                        name -> new Thing(new Name("__torch__.torch.nn.modules", "Sequential"), new LinkedHashMap<>()));
                place = inner.attributes();
            }
            place.put(path[path.length - 1], tensor(parameter.shape(), most));
        }
        return write(
                "script.pt",
                PickleBytes.of(new Thing(new Name("__torch__.models.yolo", "DetectionModel"), root)),
                most,
                others);
    }

    private Path write(String name, byte[] pickle, int numbers, Map<String, byte[]> others) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(others);
        entries.put("archive/data.pkl", pickle);
        ByteBuffer storage = ByteBuffer.allocate(4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers; i++) {
            storage.putFloat(filling);
        }
        entries.put("archive/data/0", storage.array());
        return TinyModel.writeZip(folder.resolve(name), entries);
    }

    private static Call tensor(List<Integer> shape, int storage) {
        Outside outside = new Outside(List.of("storage", new Name("torch", "FloatStorage"), "0", "cpu", storage));
        List<Object> strides = new ArrayList<>();
        int stride = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= shape.get(i);
        }
        return new Call(
                new Name("torch._utils", "_rebuild_tensor_v2"),
                List.of(outside, 0, new Tuple(new ArrayList<>(shape)), new Tuple(strides), false, List.of()));
    }
}
