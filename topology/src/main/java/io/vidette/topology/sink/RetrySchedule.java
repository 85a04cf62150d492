package io.vidette.topology.sink;

import io.vidette.topology.lifecycle.RetryDelay;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * When to try again: after the pause of a {@link RetryDelay}, or after the pause that the receiver asks for if it is
 * longer.
 *
 * @param most maximum number of retries; absent if only {@code giveUpAfter} limits them
 * @param giveUpAfter time since the first attempt after which no retry starts
 * @param first pause at most
 * @param longest pause, except one that the receiver asks for
 */
public record RetrySchedule(OptionalInt most, Duration giveUpAfter, Duration first, Duration longest) {
    public RetrySchedule {
        if (most.isPresent() && most.getAsInt() < 0) {
            throw new IllegalArgumentException("the number of retries is negative");
        }
        if (giveUpAfter.isNegative() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a pause is negative, or the longest is shorter than the first");
        }
    }

    /**
     * The pause before the next attempt; absent when there is none.
     *
     * @param attempts so far, at least 1
     * @param elapsed since the first began
     * @param asked by the receiver
     */
    Optional<Duration> pause(int attempts, Duration elapsed, Optional<Duration> asked, RandomGenerator random) {
        if (most.isPresent() && attempts > most.getAsInt()) {
            return Optional.empty();
        }
        Duration own = new RetryDelay(first).pause(attempts, longest, random);
        Duration pause = asked.filter(wish -> wish.compareTo(own) > 0).orElse(own);
        return elapsed.plus(pause).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(pause);
    }
}
