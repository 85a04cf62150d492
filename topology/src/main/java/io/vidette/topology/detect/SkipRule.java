package io.vidette.topology.detect;

import io.vidette.topology.camera.Admission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a frame is skipped. No other class does: {@link FrameGate} asks before a frame is fetched, {@link
 * DetectProcessor} before it is handed to the model, {@link BatchAssembler} when its batch leaves.
 *
 * <p>Threading: safe; its candidates belong to the thread that asked for them.
 *
 * @param policy which frames of a camera may be skipped
 * @param clock by which frames age: that of the broker's timestamps
 */
record SkipRule(AdmissionPolicy policy, InstantSource clock) {
    /**
     * A frame about which the question is asked.
     *
     * @param arrived on the topic, in milliseconds since 1970; the clock of a camera may be years off
     */
    Candidate candidate(String camera, long arrived) {
        return new Candidate(policy.of(camera), clock, arrived);
    }

    /** A frame that has not been handed to the model. */
    record Candidate(Admission admission, InstantSource clock, long arrived) {
        /**
         * Why it is not handed to the model; empty if it is.
         *
         * @param isBusy whether the model has no room for a frame of low priority; asked only for those
         */
        Optional<Skip> skip(BooleanSupplier isBusy) {
            if (!admission.maySkip()) {
                return Optional.empty();
            }
            Duration age = age();
            if (age.compareTo(admission.maxAge()) > 0) {
                return Optional.of(Skip.STALE);
            }
            boolean isLow = admission.priority() == Admission.Priority.LOW;
            boolean isLate = age.compareTo(admission.maxAge().dividedBy(2)) > 0;
            return isLow && (isLate || isBusy.getAsBoolean()) ? Optional.of(Skip.BUSY) : Optional.empty();
        }

        /** How long it may wait for its batch, from now on. */
        TimeLeft timeLeft() {
            return admission.maySkip() ? new TimeLeft(admission.maxAge().minus(age())) : TimeLeft.UNLIMITED;
        }

        /** Frames that its camera may send in a row. */
        int turns() {
            return admission.priority().turns();
        }

        /** Never negative. */
        private Duration age() {
            return Duration.ofMillis(Math.max(0, clock.millis() - arrived));
        }
    }

    /** How long a frame may wait for its batch. */
    record TimeLeft(Duration most) {
        /** For frames that may not be skipped. */
        static final TimeLeft UNLIMITED = new TimeLeft(Duration.ofDays(365));

        /** Why it is skipped when its batch leaves; empty if it goes with the batch. */
        Optional<Skip> skip(long waitedNanos) {
            return waitedNanos > most.toNanos() ? Optional.of(Skip.STALE) : Optional.empty();
        }
    }
}
