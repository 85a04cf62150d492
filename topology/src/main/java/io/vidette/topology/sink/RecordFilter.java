package io.vidette.topology.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Which records pass, by their JSON fields. An empty set lets all pass; a record without the field passes no filter on it.
 *
 * @param cameras of the field {@code "camera"}
 * @param classes of the field {@code label}, or of one of the {@code detections}
 * @param types of the field {@code "type"}
 */
public record RecordFilter(Set<String> cameras, Set<String> classes, Set<String> types) {
    public RecordFilter {
        cameras = Set.copyOf(cameras);
        classes = Set.copyOf(classes);
        types = Set.copyOf(types);
    }

    boolean passes(JsonNode record) {
        return allows(cameras, record.path("camera"))
                && allows(types, record.path("type"))
                && (allows(classes, record.path("label")) || oneIsAllowed(record.path("detections")));
    }

    private boolean oneIsAllowed(JsonNode detections) {
        for (JsonNode detection : detections) {
            if (allows(classes, detection.path("label"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(Set<String> wanted, JsonNode field) {
        return wanted.isEmpty() || (field.isTextual() && wanted.contains(field.textValue()));
    }
}
