package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vidette.topology.config.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Publishes fewer frames of a camera while nothing moves before it.
 *
 * @param stillFps frames per second while nothing moves; 0 publishes none, up to 1000
 * @param area share of the picture that must change to count as motion, 0.0001 to 1
 * @param hold how long all frames are published after the last motion, up to 1 h
 */
public record MotionGate(double stillFps, double area, Duration hold) {
    /** A frame every two seconds. A person is 0.2% of the picture at about 30 m before a common lens. */
    public static final MotionGate DEFAULT = new MotionGate(0.5, 0.002, Duration.ofSeconds(5));

    private static final double LEAST_AREA = 0.0001;

    public MotionGate {
        if (!(stillFps >= 0 && stillFps <= 1000)) {
            throw new IllegalArgumentException("stillFps " + stillFps + " is outside 0..1000");
        }
        if (!(area >= LEAST_AREA && area <= 1)) {
            throw new IllegalArgumentException("area " + area + " is outside 0.0001..1");
        }
        if (hold.isNegative() || hold.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("hold " + Durations.format(hold) + " is outside 0..1h");
        }
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
