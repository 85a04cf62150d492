package io.vidette.detector.importer;

import io.vidette.detector.archive.Tensor;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the tensors of a detecting layer tell: how many classes there are, and the anchors. */
final class HeadTensors {
    private static final int MAX_LEVELS = 8;
    private static final int MAX_ANCHORS = 100;

    private HeadTensors() {}

    /**
     * A network with as many classes as its weights are for, and their anchors. Names of classes are those given, else
     * those of the description, else numbers.
     *
     * @throws NetworkException when the tensors are not those of this network's last layer
     */
    static NetworkSpec fit(
            NetworkSpec network, Map<String, TensorRef> tensors, TorchArchive archive, List<String> names)
            throws IOException {
        String path = "model." + (network.layers().size() - 1);
        TensorRef map = tensors.get(path + ".m.0.weight");
        if (map == null || map.shape().size() != 4) {
            throw new NetworkException("the file lacks the tensor " + path + ".m.0.weight of the detecting layer");
        }
        TensorRef cells = tensors.get(path + ".anchors");
        if (cells == null) {
            int perCell = network.head().anchorsPerLevel();
            return network.withHead(new Head(
                    classes(network, map, perCell, names), network.head().anchors()));
        }
        List<Integer> shape = cells.shape();
        if (shape.size() != 3 || shape.get(0) > MAX_LEVELS || shape.get(1) > MAX_ANCHORS || shape.get(2) != 2) {
            throw new NetworkException(
                    "the tensor " + path + ".anchors should be [levels, anchors, 2] and is " + shape);
        }
        List<String> classes = classes(network, map, shape.get(1), names);
        List<Double> ones = Collections.nCopies(2 * shape.get(1), 1.0);
        Head unscaled = new Head(classes, Collections.nCopies(shape.get(0), ones));
        List<Value> levels =
                GraphReader.read(network.withHead(unscaled)).decode().inputs();
        return network.withHead(new Head(classes, pixels(archive.read(cells).toFloats(), levels)));
    }

    private static List<String> classes(NetworkSpec network, TensorRef map, int perCell, List<String> names) {
        int channels = map.shape().get(0);
        int count = perCell < 1 || channels % perCell != 0 ? 0 : channels / perCell - 5;
        if (count < 1) {
            throw new NetworkException("the detecting layer has " + channels + " channels, which are not " + perCell
                    + " anchors of 5 numbers and classes");
        }
        if (!names.isEmpty() && names.size() != count) {
            throw new NetworkException("the detecting layer has " + count + " classes and " + names.size() + " names");
        }
        if (!names.isEmpty()) {
            return names;
        }
        return network.head().classes().size() == count
                ? network.head().classes()
                : IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** The weights hold them in cells of their level; training may have moved them. */
    static List<List<Double>> pixels(float[] cells, List<Value> levels) {
        int perLevel = cells.length / levels.size();
        List<List<Double>> anchors = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            List<Double> pixels = new ArrayList<>();
            for (int i = 0; i < perLevel; i++) {
                pixels.add((double)
                        (cells[level * perLevel + i] * levels.get(level).stride()));
            }
            anchors.add(pixels);
        }
        return anchors;
    }

    /** The anchors of a graph's head as the tensor that its weights lack. */
    static Tensor anchors(Graph graph) {
        Head head = graph.decode().head();
        float[] cells = new float[head.anchors().size() * head.anchorsPerLevel() * 2];
        int next = 0;
        for (int level = 0; level < head.anchors().size(); level++) {
            for (double pixels : head.anchors().get(level)) {
                cells[next++] =
                        (float) (pixels / graph.decode().inputs().get(level).stride());
            }
        }
        return Tensor.ofFloats(List.of(head.anchors().size(), head.anchorsPerLevel(), 2), cells);
    }
}
