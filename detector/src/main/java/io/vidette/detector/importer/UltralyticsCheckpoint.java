package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.description.NetworkYaml;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.ParameterSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint of Ultralytics' YOLOv5, v6.0 to v7.0. It pickles the whole model as Python objects; the description of the
 * network, the class names and the tensors are read from that tree, and nothing in it is run. The moving average of the
 * weights (EMA) is taken where there is one, as Ultralytics' own tools do.
 */
public final class UltralyticsCheckpoint {
    private final TorchArchive archive;
    private final Instance model;
    private final Map<String, TensorRef> tensors;

    private UltralyticsCheckpoint(TorchArchive archive, Instance model) {
        this.archive = archive;
        this.model = model;
        this.tensors = ModuleTree.tensors(model);
    }

    /**
     * Reads a checkpoint; tensors become 32-bit floats.
     *
     * @param name of the model that it becomes
     * @throws MalformedArchiveException when the file is no such checkpoint
     * @throws NetworkException naming the layer or tensor that does not fit
     */
    public static ImportedModel read(TorchArchive archive, String name) throws IOException {
        Pickled root = archive.pickle();
        if (!(root instanceof Dict checkpoint)) {
            throw new MalformedArchiveException("it is no training checkpoint");
        }
        for (String key : List.of("ema", "model")) {
            if (checkpoint.get(key).orElse(Pickled.None.NONE) instanceof Instance model) {
                return new UltralyticsCheckpoint(archive, model).read(name);
            }
        }
        throw new MalformedArchiveException("the checkpoint holds neither 'ema' nor 'model'");
    }

    private ImportedModel read(String name) throws IOException {
        if (!(model.attribute("yaml").orElse(Pickled.None.NONE) instanceof Dict yaml)) {
            throw new MalformedArchiveException("its model does not carry the description of its network ('yaml')");
        }
        NetworkSpec spec = NetworkYaml.read(name, PlainPickle.map(yaml), new Head(classNames(), anchors()));
        Graph graph = GraphReader.read(spec);
        checkStrides(graph);
        return new ImportedModel(spec, new Network(graph, state(graph)));
    }

    /** Every shape is compared before any weight is read. */
    private Map<String, Tensor> state(Graph graph) throws IOException {
        Map<String, TensorRef> unused = new HashMap<>(tensors);
        for (ParameterSpec parameter : graph.parameters()) {
            TensorRef ref = unused.remove(parameter.name());
            if (ref != null) {
                Network.checkShape(parameter, ref.shape());
            } else if (parameter.role() != ParameterSpec.Role.COUNTER) {
                throw new NetworkException(
                        "the checkpoint lacks the tensor " + parameter.name() + " of " + parameter.shape());
            }
        }
        // Up to v5.0 the anchors were stored a second time, in pixels.
        unused.keySet().removeIf(extra -> extra.endsWith(".anchor_grid"));
        if (!unused.isEmpty()) {
            throw new NetworkException("the checkpoint has the tensor "
                    + unused.keySet().stream().sorted().findFirst().orElseThrow()
                    + ", which no layer of its description uses");
        }
        Map<String, Tensor> state = new HashMap<>();
        for (ParameterSpec parameter : graph.parameters()) {
            TensorRef ref = tensors.get(parameter.name());
            state.put(
                    parameter.name(),
                    ref == null
                            ? Tensor.ofLongs(List.of(), new long[1])
                            : archive.read(ref).widened());
        }
        return state;
    }

    /** A list, or since v7.0 a dictionary of index and name. */
    private List<String> classNames() {
        Pickled names = model.attribute("names").orElse(Pickled.None.NONE);
        List<String> classes = new ArrayList<>();
        if (names instanceof Sequence sequence) {
            sequence.items().forEach(item -> classes.add(className(item)));
        } else if (names instanceof Dict dict) {
            for (int i = 0; i < dict.entries().size(); i++) {
                classes.add(className(
                        Optional.ofNullable(dict.entries().get(new Int(i))).orElse(Pickled.None.NONE)));
            }
        }
        return classes;
    }

    private static String className(Pickled name) {
        if (name instanceof Text text) {
            return text.value();
        } else if (name instanceof Int number) {
            return Long.toString(number.value());
        }
        throw new MalformedArchiveException("its class names are not a list of texts");
    }

    /** The anchors in pixels. The weights hold them in cells of their level; training may have moved them. */
    private List<List<Double>> anchors() throws IOException {
        String name = tensors.keySet().stream()
                .filter(key -> key.endsWith(".anchors"))
                .findFirst()
                .orElseThrow(() -> new MalformedArchiveException("its detecting layer has no anchors"));
        TensorRef ref = tensors.get(name);
        float[] strides = strides();
        if (ref == null || ref.shape().size() != 3 || ref.shape().get(0) != strides.length) {
            throw new NetworkException(
                    "the tensor " + name + " should be [" + strides.length + ", anchors, 2] and is not");
        }
        float[] cells = archive.read(ref).toFloats();
        int perLevel = cells.length / strides.length;
        List<List<Double>> anchors = new ArrayList<>();
        for (int level = 0; level < strides.length; level++) {
            List<Double> pixels = new ArrayList<>();
            for (int i = 0; i < perLevel; i++) {
                pixels.add((double) (cells[level * perLevel + i] * strides[level]));
            }
            anchors.add(pixels);
        }
        return anchors;
    }

    private float[] strides() throws IOException {
        TensorRef ref = model.attribute("stride")
                .flatMap(TensorRef::of)
                .orElseThrow(() -> new MalformedArchiveException("its model does not say its strides"));
        if (ref.shape().size() != 1 || ref.shape().get(0) > 8) {
            throw new MalformedArchiveException("its strides have the shape " + ref.shape());
        }
        return archive.read(ref).toFloats();
    }

    private void checkStrides(Graph graph) throws IOException {
        List<Integer> built =
                graph.decode().inputs().stream().map(Value::stride).toList();
        List<Integer> stored = new ArrayList<>();
        for (float stride : strides()) {
            stored.add((int) stride);
        }
        if (!built.equals(stored)) {
            throw new NetworkException("the checkpoint says the strides are " + stored + ", its layers give " + built);
        }
    }
}
