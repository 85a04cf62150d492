package io.vidette.detector.network;

/**
 * What flows along an edge of the graph.
 *
 * @param name unique in the graph and an identifier in the generated program
 * @param channels of the tensor {@code [batch, channels, height, width]}
 * @param stride pixels of the input that one cell stands for, along either side; 0 for a map of
 *     one cell that stands for the whole picture
 */
public record Value(String name, int channels, int stride) {}
