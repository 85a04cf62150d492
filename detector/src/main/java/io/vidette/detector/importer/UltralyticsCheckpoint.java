package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.description.NetworkYaml;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model in a checkpoint of Ultralytics' YOLOv5 or YOLOv3, of 2020 or later. It is pickled whole, as Python objects; the
 * description of the network, the class names, the activations and the tensors are read from that tree, and nothing in it
 * is run.
 */
final class UltralyticsCheckpoint {
    private static final String NAME = "checkpoint";

    private final TorchArchive archive;
    private final Instance model;
    private final ModuleTree tree;

    private UltralyticsCheckpoint(TorchArchive archive, Instance model) {
        this.archive = archive;
        this.model = model;
        this.tree = ModuleTree.of(model);
    }

    /**
     * Reads the model.
     *
     * @throws MalformedArchiveException when it is no such model
     * @throws NetworkException naming the layer or tensor that does not fit
     */
    static ImportedModel read(TorchArchive archive, Instance model) throws IOException {
        return new UltralyticsCheckpoint(archive, model).read();
    }

    private ImportedModel read() throws IOException {
        if (!(model.attribute("yaml").orElse(Pickled.None.NONE) instanceof Dict yaml)) {
            throw new MalformedArchiveException("its model does not carry the description of its network ('yaml')");
        }
        Head head = new Head(ClassNames.of(model.attribute("names")), anchors());
        NetworkSpec spec = tree.withActivations(NetworkYaml.read(NAME, PlainPickle.map(yaml), head));
        Graph graph = GraphReader.read(spec);
        checkStrides(graph);
        return new ImportedModel(spec, StateMatch.of(graph, tree.tensors()).read(archive));
    }

    /** The anchors in pixels. The weights hold them in cells of their level; training may have moved them. */
    private List<List<Double>> anchors() throws IOException {
        Map.Entry<String, TensorRef> found = tree.tensors().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".anchors"))
                .findFirst()
                .orElseThrow(() -> new MalformedArchiveException("its detecting layer has no anchors"));
        List<Integer> shape = found.getValue().shape();
        float[] strides = strides();
        if (shape.size() != 3 || shape.get(0) != strides.length) {
            throw new NetworkException(
                    "the tensor " + found.getKey() + " should be [" + strides.length + ", anchors, 2] and is " + shape);
        }
        float[] cells = archive.read(found.getValue()).toFloats();
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
