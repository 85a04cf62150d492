package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Durations;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Publishes fewer frames of a camera while nothing moves in its picture; see the {@link Setting} of each component.
 */
public record MotionGate(
        @Setting(value = "0.5", range = "0..1000", why = "frames per second while nothing moves; 0 publishes none")
        double stillFps,

        @Setting(
                value = "0.002",
                range = "0.0001..1",
                why = "share of the picture that must change; a person at 30 m before a common lens is 0.002")
        double area,

        @Setting(value = "5s", range = "0s..1h", why = "how long all frames are published after the last motion")
        Duration hold) {
    /** With the default of each setting. */
    public static final MotionGate DEFAULT = ConfigReader.defaults(MotionGate.class);

    public MotionGate {
        Settings.check(MotionGate.class, stillFps, area, hold);
    }

    /** The time as text, as the configuration has it. */
    @JsonProperty("hold")
    public String holdText() {
        return Durations.format(hold);
    }

    @JsonCreator
    static MotionGate fromJson(
            @JsonProperty("stillFps") @Nullable Double stillFps,
            @JsonProperty("area") @Nullable Double area,
            @JsonProperty("hold") @Nullable String hold) {
        return new MotionGate(
                stillFps == null ? DEFAULT.stillFps : stillFps,
                area == null ? DEFAULT.area : area,
                hold == null ? DEFAULT.hold : Durations.parse(hold));
    }
}
