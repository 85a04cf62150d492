package io.vidette.topology.message;

import java.time.Instant;
import java.util.List;

/**
 * What is known of an object at the time of an event.
 *
 * @param id the same in all events of the object
 * @param camera the record's key
 * @param classId index of the class in the model
 * @param label name of the class
 * @param model the weights that detected it last
 * @param firstSeen capture time of its first detection, which may be before the event {@code new}
 * @param lastSeen capture time of its latest detection
 * @param detections number of its detections
 * @param score of the latest detection
 * @param box of the latest detection, in pixels of the frame
 * @param bestScore of all detections
 * @param bestBox of the detection with that score
 * @param path from first to last, thinned out to a bounded number of points
 */
public record ObjectSummary(
        ObjectId id,
        String camera,
        int classId,
        String label,
        ModelId model,
        Instant firstSeen,
        Instant lastSeen,
        int detections,
        float score,
        Box box,
        float bestScore,
        Box bestBox,
        List<PathPoint> path) {
    public ObjectSummary {
        if (lastSeen.isBefore(firstSeen)) {
            throw new IllegalArgumentException("object last seen at " + lastSeen + ", before " + firstSeen);
        }
        path = List.copyOf(path);
    }
}
