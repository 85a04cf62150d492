package io.vidette.detector.network;

import java.util.List;
import java.util.Objects;

/**
 * A network as its description tells it, before the multiples are applied.
 *
 * @param name such as {@code yolov5n}
 * @param inputChannels 3 for colour pictures
 * @param depthMultiple scales how often modules repeat
 * @param widthMultiple scales the channels of every layer but the last
 * @param head what the detecting layer predicts
 * @param activation of every convolution that has one
 * @param cspActivation of {@code BottleneckCSP} where its two ways meet; it was another in 2020
 */
public record NetworkSpec(
        String name,
        int inputChannels,
        double depthMultiple,
        double widthMultiple,
        Head head,
        List<LayerSpec> layers,
        Activation activation,
        Activation cspActivation) {
    private static final int MAX_LAYERS = 1000;

    public NetworkSpec {
        layers = List.copyOf(layers);
        // Absent from what was written before other activations were known.
        activation = Objects.requireNonNullElse(activation, Activation.SILU);
        cspActivation = Objects.requireNonNullElse(cspActivation, Activation.SILU);
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

    /** With SiLU everywhere, as YOLOv5 has it since v4.0. */
    public NetworkSpec(
            String name,
            int inputChannels,
            double depthMultiple,
            double widthMultiple,
            Head head,
            List<LayerSpec> layers) {
        this(name, inputChannels, depthMultiple, widthMultiple, head, layers, Activation.SILU, Activation.SILU);
    }

    /** The same under another name. */
    public NetworkSpec withName(String other) {
        return new NetworkSpec(
                other, inputChannels, depthMultiple, widthMultiple, head, layers, activation, cspActivation);
    }

    /** The same layers for other classes or anchors. */
    public NetworkSpec withHead(Head other) {
        return new NetworkSpec(
                name, inputChannels, depthMultiple, widthMultiple, other, layers, activation, cspActivation);
    }

    /** The same with other functions after its convolutions. */
    public NetworkSpec withActivations(Activation other, Activation otherCsp) {
        return new NetworkSpec(name, inputChannels, depthMultiple, widthMultiple, head, layers, other, otherCsp);
    }

    /** How often a module repeats: Python's rounding to the even neighbour, at least once. */
    int repeats(int number) {
        return number > 1 ? Math.max((int) Math.rint(number * depthMultiple), 1) : number;
    }

    /** Scaled channels, rounded up to a multiple of 8; as many as the head wants are left alone, as Ultralytics does. */
    int channels(int number) {
        if (number == head.anchorsPerLevel() * head.outputs()) {
            return number;
        }
        return (int) Math.ceil(number * widthMultiple / 8) * 8;
    }
}
