package io.vidette.detector.network;

import java.util.List;

/**
 * What a detecting layer predicts: at each cell of each level, one box for each anchor.
 *
 * @param classes names of the classes, by index
 * @param anchors for each level width and height in turn, in pixels of the input
 */
public record Head(List<String> classes, List<List<Double>> anchors) {
    private static final int MAX_CLASSES = 10_000;

    public Head {
        classes = List.copyOf(classes);
        anchors = anchors.stream().map(List::copyOf).toList();
        if (classes.isEmpty() || classes.size() > MAX_CLASSES) {
            throw new NetworkException("the network has " + classes.size() + " classes, not 1 to " + MAX_CLASSES);
        }
        if (anchors.isEmpty() || anchors.size() > 8) {
            throw new NetworkException("the network has " + anchors.size() + " levels of anchors, not 1 to 8");
        }
        for (List<Double> level : anchors) {
            if (level.isEmpty()
                    || level.size() % 2 != 0
                    || level.size() != anchors.get(0).size()) {
                throw new NetworkException(
                        "the anchors " + anchors + " are not pairs, or not the same number for each level");
            }
        }
    }

    /** Anchors a level. */
    public int anchorsPerLevel() {
        return anchors.get(0).size() / 2;
    }

    /** Numbers that describe one box: centre, size, objectness and the classes. */
    public int outputs() {
        return 5 + classes.size();
    }
}
