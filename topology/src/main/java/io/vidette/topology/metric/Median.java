package io.vidette.topology.metric;

import java.util.Collection;

/** The median: on a shared machine, a mean is dominated by the load of other processes. */
public final class Median {
    private Median() {}

    /** The middle value, of two the larger; NaN if there is none. */
    public static double of(Collection<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
