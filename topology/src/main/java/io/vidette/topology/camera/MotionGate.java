package io.vidette.topology.camera;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import io.vidette.topology.serde.SettingsDeserializer;
import java.time.Duration;

/**
 * Publishes fewer frames of a camera while nothing moves in its picture; see the {@link Setting} of each component.
 */
@JsonDeserialize(using = SettingsDeserializer.class)
public record MotionGate(
        @Setting(
                value = "0.5",
                range = "0..1000",
                why = "with motion: frames per second while nothing moves; 0 publishes none")
        double stillFps,

        @Setting(
                value = "0.002",
                range = "0.0001..1",
                why =
                        "with motion: share of the picture that must change; a person at a distance of 30 m is about 0.002")
        double area,

        @Setting(
                value = "5s",
                range = "0s..1h",
                why = "with motion: time for which all frames are published after the last motion")
        Duration hold) {
    /** With the default of each setting. */
    public static final MotionGate DEFAULT = ConfigReader.defaults(MotionGate.class);

    public MotionGate {
        Settings.check(MotionGate.class, stillFps, area, hold);
    }
}
