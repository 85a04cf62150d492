package io.vidette.detector.darknet;

import io.vidette.detector.network.Head;
import io.vidette.detector.network.LayerArguments;
import io.vidette.detector.network.LayerSpec;
import io.vidette.detector.network.NetworkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** All {@code [yolo]} sections of a cfg together: the classes and anchors, and the layer that decodes the boxes. */
final class CfgHead {
    private static final int MAX_CLASSES = 10_000;
    private static final double MAX_ANCHOR = 100_000;

    private final List<Integer> inputs = new ArrayList<>();
    private final List<List<Double>> anchors = new ArrayList<>();
    private final List<Double> scales = new ArrayList<>();
    private int classes;

    /** Reads one more section, which is layer {@code index}. */
    void add(CfgSection section, int index) {
        int here = section.whole("classes", 20, 1, MAX_CLASSES);
        if (!inputs.isEmpty() && here != classes) {
            throw section.wrong("classes", "is another number than the " + classes + " of the first [yolo]");
        }
        classes = here;
        List<Double> level = anchors(section);
        if (!anchors.isEmpty() && level.size() != anchors.get(0).size()) {
            throw section.wrong("mask", "has not as many anchors as the first [yolo]");
        }
        double scale = section.real("scale_x_y", 1);
        if (scale < 1 || scale > 2) {
            throw section.wrong("scale_x_y", "is outside 1 to 2");
        }
        anchors.add(level);
        scales.add(scale);
        inputs.add(index);
    }

    private static List<Double> anchors(CfgSection section) {
        int number = section.whole("num", 1, 1, 50);
        List<Double> all = section.reals("anchors");
        if (all.size() != 2 * number) {
            throw section.wrong(
                    "anchors",
                    "are " + all.size() + " numbers, but num=" + number + " needs " + 2 * number
                            + ": a width and a height each");
        }
        if (all.stream().anyMatch(side -> !(side > 0 && side <= MAX_ANCHOR))) {
            throw section.wrong("anchors", "has a side outside 0 to " + (int) MAX_ANCHOR);
        }
        List<Integer> mask =
                section.wholes("mask", IntStream.range(0, number).boxed().toList());
        List<Double> level = new ArrayList<>();
        for (int index : mask) {
            if (index < 0 || index >= number) {
                throw section.wrong("mask", "names an anchor that is not below num=" + number);
            }
            level.add(all.get(2 * index));
            level.add(all.get(2 * index + 1));
        }
        return level;
    }

    /** Refuses a convolution with other than the channels that the boxes need. */
    void checkFilters(CfgSection yolo, LayerSpec before) {
        int wanted = anchors.get(anchors.size() - 1).size() / 2 * (5 + classes);
        if (before.module().equals("darknet.convolutional")
                && before.arguments().values().get(0) instanceof Long filters
                && filters != wanted) {
            throw yolo.wrong("the layer before has filters=" + filters + ", but its boxes take " + wanted + ": "
                    + wanted / (5 + classes) + " anchors of 5 + " + classes + " numbers");
        }
    }

    boolean isYolo(int index) {
        return inputs.contains(index);
    }

    /** The layer behind all others. */
    LayerSpec layer() {
        return new LayerSpec(inputs, 1, "darknet.yolo", new LayerArguments(List.of(List.copyOf(scales))));
    }

    Head head(Optional<List<String>> names) {
        if (inputs.isEmpty()) {
            throw new NetworkException("the cfg has no [yolo] section, so it is not a supported detector");
        }
        names.filter(given -> given.size() != classes).ifPresent(given -> {
            throw new NetworkException(
                    "there are " + given.size() + " names of classes, but the cfg has classes=" + classes);
        });
        return new Head(
                names.orElseGet(() ->
                        IntStream.range(0, classes).mapToObj(Integer::toString).toList()),
                anchors);
    }
}
