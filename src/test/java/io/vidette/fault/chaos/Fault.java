package io.vidette.fault.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Something that breaks.
 *
 * @param name of its kind
 * @param now whether it can strike in the present state of things
 * @param inject breaks it; returns when it is broken
 * @param hold the longest that it stays so; zero where nothing has to be healed
 * @param heal mends it
 */
record Fault(String name, BooleanSupplier now, Runnable inject, Duration hold, Runnable heal) {
    /** One that the house itself recovers from. */
    static Fault momentary(String name, Runnable inject) {
        return new Fault(name, () -> true, inject, Duration.ZERO, () -> {});
    }

    /** One that somebody mends after a while. */
    static Fault lasting(String name, Runnable inject, Duration hold, Runnable heal) {
        return new Fault(name, () -> true, inject, hold, heal);
    }

    /** The same, only while the condition holds. */
    Fault when(BooleanSupplier condition) {
        return new Fault(name, condition, inject, hold, heal);
    }
}
