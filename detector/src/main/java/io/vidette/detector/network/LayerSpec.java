package io.vidette.detector.network;

import java.util.List;

/**
 * One line of a network description.
 *
 * @param from layers it takes its input from: -1 is the one before, other negative numbers count back, the rest are
 *     indices
 * @param number how often the module repeats, before the network's depth multiple
 * @param module its kind, such as {@code C3}
 */
public record LayerSpec(List<Integer> from, int number, String module, LayerArguments arguments) {
    public LayerSpec {
        from = List.copyOf(from);
    }
}
