package io.vidette.detector.network;

import java.util.List;

/**
 * A network as its description tells it, before the multiples are applied.
 *
 * @param name such as {@code yolov5n}
 * @param inputChannels 3 for colour pictures
 * @param depthMultiple scales how often modules repeat
 * @param widthMultiple scales the channels of every layer but the last
 * @param head what the detecting layer predicts
 */
public record NetworkSpec(
        String name, int inputChannels, double depthMultiple, double widthMultiple, Head head, List<LayerSpec> layers) {
    private static final int MAX_LAYERS = 1000;

    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
            throw new NetworkException("the network has " + layers.size() + " layers, not 1 to " + MAX_LAYERS);
        }
        if (inputChannels < 1 || inputChannels > 1024) {
            throw new NetworkException("the network takes " + inputChannels + " channels");
        }
        if (!(depthMultiple > 0 && depthMultiple <= 16) || !(widthMultiple > 0 && widthMultiple <= 16)) {
            throw new NetworkException("the network has the multiples depth " + depthMultiple + " and width "
                    + widthMultiple + ", outside 0..16");
        }
    }

    /** How often a module repeats: Python's rounding to the even neighbour, at least once. */
    int repeats(int number) {
        return number > 1 ? Math.max((int) Math.rint(number * depthMultiple), 1) : number;
    }

    /** Scaled channels, rounded up to a multiple of 8. */
    int channels(int number) {
        return (int) Math.ceil(number * widthMultiple / 8) * 8;
    }
}
