package io.vidette.detector;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Random tests. Seeds count up from one, so a build repeats; {@code -Dvidette.rounds} goes so many times as far, and {@code
 * -Dvidette.seed} runs a single one.
 */
public final class Seeds {
    private Seeds() {}

    /** Runs a test many times; a failure names the seed. */
    public static void each(int times, Consumer<Random> test) {
        Long given = Long.getLong("vidette.seed");
        long first = given != null ? given : 1;
        long count = given != null ? 1 : (long) times * Integer.getInteger("vidette.rounds", 1);
        for (long seed = first; seed < first + count; seed++) {
            try {
                test.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("failed with -Dvidette.seed=" + seed, e);
            }
        }
    }
}
