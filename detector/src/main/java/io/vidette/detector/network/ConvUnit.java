package io.vidette.detector.network;

/**
 * Convolution, batch normalisation, activation: the brick of all YOLOs.
 *
 * @param path of the module that holds {@code conv} and {@code bn}
 */
record ConvUnit(GraphBuilder graph, String path, Activation activation) {
    /** {@code padding} zeros on each side. */
    Value apply(Value in, int channels, int kernel, int step, int padding, int groups) {
        Value raw = graph.convolution(path + ".conv", in, channels, kernel, step, padding, groups, false);
        return graph.activate(graph.batchNorm(path + ".bn", raw, Operation.BatchNorm.EPSILON), activation);
    }

    /** One step, the size kept. */
    Value apply(Value in, int channels, int kernel) {
        return apply(in, channels, kernel, 1, kernel / 2, 1);
    }
}
