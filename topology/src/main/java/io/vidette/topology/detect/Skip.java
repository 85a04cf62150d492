package io.vidette.topology.detect;

import io.vidette.topology.camera.Admission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Why a frame was passed over; see {@link Admission}. */
enum Skip {
    /** Older than its camera allows. */
    STALE,
    /** The model had no room, and its camera has a low priority. */
    BUSY;

    /** As in verdicts and metrics. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Why a frame is not handed over to the model at all.
     *
     * @param age as {@link #age} has it
     * @param isBusy whether a frame that others go before would be in their way; asked only of those
     */
    static Optional<Skip> of(Admission admission, Duration age, BooleanSupplier isBusy) {
        if (!admission.maySkip()) {
            return Optional.empty();
        }
        if (age.compareTo(admission.maxAge()) > 0) {
            return Optional.of(STALE);
        }
        boolean isLow = admission.priority() == Admission.Priority.LOW;
        boolean isLate = age.compareTo(admission.maxAge().dividedBy(2)) > 0;
        return isLow && (isLate || isBusy.getAsBoolean()) ? Optional.of(BUSY) : Optional.empty();
    }

    /**
     * How old a frame is: since its arrival on the topic, in ms since 1970, as the clock of a camera may be years off. Never
     * negative.
     */
    static Duration age(InstantSource clock, long arrived) {
        return Duration.ofMillis(Math.max(0, clock.millis() - arrived));
    }
}
