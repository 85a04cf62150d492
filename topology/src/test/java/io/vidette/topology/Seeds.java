package io.vidette.topology;

import java.util.Random;
import java.util.function.Consumer;

/** Random tests whose failures can be repeated. */
public final class Seeds {
    private Seeds() {}

    /** Runs a test many times; a failure names the seed, which {@code -Dvidette.seed} gives back. */
    public static void each(int times, Consumer<Random> test) {
        Long given = Long.getLong("vidette.seed");
        long first = given != null ? given : System.nanoTime();
        for (long seed = first; seed < first + (given != null ? 1 : times); seed++) {
            try {
                test.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed with -Dvidette.seed=" + seed, e);
            }
        }
    }
}
