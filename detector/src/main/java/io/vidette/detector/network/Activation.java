package io.vidette.detector.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is applied to each number of a map. */
public enum Activation {
    /** x. */
    NONE("Identity", "linear"),
    /** x sigmoid(x) (arXiv 1702.03118). */
    SILU("SiLU", "swish"),
    /** x above zero, 0.1 x below, as Darknet and the YOLOs that came from it have it. */
    LEAKY_RELU("LeakyReLU", "leaky"),
    /** x min(max(x + 3, 0), 6) / 6 (arXiv 1905.02244). */
    HARDSWISH("Hardswish", "hard_swish"),
    /** min(max(x + 3, 0), 6) / 6. */
    HARDSIGMOID("Hardsigmoid", "hard_sigmoid"),
    /** max(x, 0). */
    RELU("ReLU", "relu"),
    /** min(max(x, 0), 6). */
    RELU6("ReLU6", "relu6"),
    /** x tanh(ln(1 + e^x)) (arXiv 1908.08681). */
    MISH("Mish", "mish"),
    /** 1 / (1 + e^-x). */
    SIGMOID("Sigmoid", "logistic");

    /** Slope of {@link #LEAKY_RELU} below zero. */
    public static final double LEAK = 0.1;

    private final String torchName;
    private final String darknetName;

    Activation(String torchName, String darknetName) {
        this.torchName = torchName;
        this.darknetName = darknetName;
    }

    /** By the name of PyTorch's module, such as {@code SiLU}. */
    public static Optional<Activation> ofTorch(String name) {
        return Arrays.stream(values()).filter(a -> a.torchName.equals(name)).findFirst();
    }

    /** By the name in a Darknet cfg, such as {@code leaky}. */
    public static Optional<Activation> ofDarknet(String name) {
        return Arrays.stream(values())
                .filter(a -> a.darknetName.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** The name of PyTorch's module. */
    public String torchName() {
        return torchName;
    }
}
