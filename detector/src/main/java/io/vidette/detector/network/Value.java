package io.vidette.detector.network;

/**
 * What flows along an edge of the graph.
 *
 * @param name unique in the graph and an identifier in the generated program
 * @param channels of the tensor {@code [batch, channels, height, width]}
 * @param stride pixels of the input that one cell stands for, along either side
 */
public record Value(String name, int channels, int stride) {}
