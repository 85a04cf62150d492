package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import io.vidette.topology.serde.SettingsDeserializer;
import java.time.Duration;

/**
 * Which frames of a camera the model processes when it cannot process all of them in time.
 *
 * @param policy whether frames may be skipped
 * @param maxAge with {@link Policy#NEWEST}: frames that arrived on the topic longer ago are skipped, and so are frames
 *     that reach this age while they wait for the model; 50 ms to 1 h
 * @param priority among cameras that wait for the model at the same time
 */
@JsonDeserialize(using = SettingsDeserializer.class)
public record Admission(
        @Setting(
                value = "every",
                range = "every, newest",
                why =
                        "policy while the model falls behind: every processes all frames, late; newest skips frames that are too old")
        Policy policy,

        @Setting(
                value = "1s",
                range = "50ms..1h",
                why =
                        "with policy newest: maximum age of a frame since it arrived on the topic; older ones are skipped")
        Duration maxAge,

        @Setting(
                value = "normal",
                range = "low, normal, high",
                why = "priority among cameras that wait for the model at the same time")
        Priority priority) {
    /** With the default of each setting: every frame, with the same turns as others. */
    public static final Admission DEFAULT = ConfigReader.defaults(Admission.class);

    /** Whether frames may be skipped. */
    public enum Policy {
        /** No frame is skipped; a detector that falls behind catches up later. */
        @JsonProperty("every")
        EVERY,
        /** Frames that are too old are skipped, so latency is bounded. */
        @JsonProperty("newest")
        NEWEST
    }

    /** The number of turns of a camera relative to the other cameras. */
    public enum Priority {
        /**
         * One turn; with {@link Policy#NEWEST} its frames are skipped once half of the model's capacity is in use,
         * or when they reach half of {@code maxAge}.
         */
        @JsonProperty("low")
        LOW(1),
        @JsonProperty("normal")
        NORMAL(2),
        @JsonProperty("high")
        HIGH(4);

        private final int turns;

        Priority(int turns) {
            this.turns = turns;
        }

        /** Frames that a camera may send in a row. */
        public int turns() {
            return turns;
        }
    }

    public Admission {
        Settings.check(Admission.class, policy, maxAge, priority);
    }

    /** Whether a frame may be skipped because it is too old or the model is busy. */
    public boolean maySkip() {
        return policy == Policy.NEWEST;
    }
}
