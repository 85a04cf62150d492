package io.vidette.detector.serve;

import java.util.List;

/**
 * What an exported model computes, as a run on a sample showed it.
 *
 * @param head such as {@code anchor-free}
 * @param shape of what one picture gives
 */
public record ExportOutput(String head, List<Long> shape) {
    public ExportOutput {
        shape = List.copyOf(shape);
    }
}
