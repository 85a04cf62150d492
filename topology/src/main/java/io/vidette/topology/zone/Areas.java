package io.vidette.topology.zone;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The zones, lines and masks drawn on a camera's picture. They are validated here: invalid ones cannot be created, and
 * the error names the zone, line or mask and the reason.
 *
 * @param zones at most 32
 * @param lines at most 32; no line has the name of a zone
 * @param masks at most 32
 */
public record Areas(List<Zone> zones, List<Line> lines, List<Mask> masks) {
    /** Nothing is drawn. */
    public static final Areas NONE = new Areas(List.of(), List.of(), List.of());

    /** Bounds the state of a camera, which is one record of Kafka. */
    private static final int MOST = 32;

    public Areas {
        zones = List.copyOf(zones);
        lines = List.copyOf(lines);
        masks = List.copyOf(masks);
        bound("zones", zones);
        bound("lines", lines);
        bound("masks", masks);
        Set<String> names = new HashSet<>();
        zones.forEach(zone -> claim(names, "zone", zone.name(), "another zone"));
        lines.forEach(line -> claim(names, "line", line.name(), "a zone or another line"));
        Set<String> maskNames = new HashSet<>();
        masks.forEach(mask -> claim(maskNames, "mask", mask.name(), "another mask"));
    }

    /** Whether a detection with its foot here is ignored. */
    public boolean hides(Point foot) {
        for (Mask mask : masks) {
            if (mask.contains(foot)) {
                return true;
            }
        }
        return false;
    }

    @JsonIgnore
    public boolean isEmpty() {
        return zones.isEmpty() && lines.isEmpty() && masks.isEmpty();
    }

    @JsonCreator
    static Areas fromJson(
            @JsonProperty("zones") @Nullable List<Zone> zones,
            @JsonProperty("lines") @Nullable List<Line> lines,
            @JsonProperty("masks") @Nullable List<Mask> masks) {
        return new Areas(Names.orEmpty(zones), Names.orEmpty(lines), Names.orEmpty(masks));
    }

    private static void bound(String kind, List<?> all) {
        if (all.size() > MOST) {
            throw new IllegalArgumentException(all.size() + " " + kind + "; a camera has at most " + MOST);
        }
    }

    private static void claim(Set<String> names, String kind, String name, String other) {
        if (!names.add(name)) {
            throw new IllegalArgumentException(kind + " '" + name + "' has the name of " + other);
        }
    }
}
