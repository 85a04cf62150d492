package io.vidette.topology.zone;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vidette.topology.config.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of the picture that objects enter, leave and stay in. The place of an object is its foot, the middle of its
 * box's lower edge.
 *
 * @param name unique among the zones and lines of a camera, 1 to 64 characters
 * @param points 3 to 64 corners of a polygon that does not cross itself
 * @param classes that count; none for all
 * @param minHeight the least height of an object that enters, as a share of the picture's, 0..1: what is smaller is too far
 *     away, or no object. What is inside may shrink
 * @param dwell how long an object stays before a dwell event is published, 100ms to 1d; absent for never
 */
public record Zone(String name, List<Point> points, List<String> classes, double minHeight, Optional<Duration> dwell) {
    private static final Duration LEAST_DWELL = Duration.ofMillis(100);
    private static final Duration MOST_DWELL = Duration.ofDays(1);

    public Zone {
        String what = Names.check("zone", name);
        points = Outline.check(what, points, true);
        classes = Names.checkClasses(what, classes);
        if (!(minHeight >= 0 && minHeight <= 1)) {
            throw new IllegalArgumentException(what + ": minHeight " + minHeight + " is outside 0..1");
        }
        if (dwell.isPresent()
                && (dwell.get().compareTo(LEAST_DWELL) < 0 || dwell.get().compareTo(MOST_DWELL) > 0)) {
            throw new IllegalArgumentException(
                    what + ": dwell " + Durations.format(dwell.get()) + " is outside 100ms..1d");
        }
    }

    /** Whether objects of a class count. */
    public boolean isFor(String label) {
        return classes.isEmpty() || classes.contains(label);
    }

    /** Whether a point is inside the zone or on its border. */
    public boolean contains(Point point) {
        return Outline.contains(points, point);
    }

    /**
     * Whether a point is outside, and further from the border than this.
     *
     * @param margin in heights of the picture
     * @param aspect width of the picture by its height
     */
    public boolean isClearOf(Point point, double margin, double aspect) {
        return !contains(point) && Outline.distance(points, true, point, aspect) > margin;
    }

    /** Tells one definition from another, the same in all processes. */
    public int fingerprint() {
        return Objects.hash(Outline.fingerprint(points), classes, minHeight, dwell.map(Duration::toMillis));
    }

    /** The time as text, as the configuration has it. */
    @JsonProperty("dwell")
    public Optional<String> dwellText() {
        return dwell.map(Durations::format);
    }

    @JsonCreator
    static Zone fromJson(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("points") @Nullable List<Point> points,
            @JsonProperty("classes") @Nullable List<String> classes,
            @JsonProperty("minHeight") @Nullable Double minHeight,
            @JsonProperty("dwell") @Nullable String dwell) {
        String what = Names.check("zone", Names.orBlank(name));
        return new Zone(
                Names.orBlank(name),
                Names.orEmpty(points),
                Names.orEmpty(classes),
                minHeight == null ? 0 : minHeight,
                dwell == null ? Optional.empty() : Optional.of(duration(what, dwell)));
    }

    private static Duration duration(String what, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": dwell " + e.getMessage(), e);
        }
    }
}
