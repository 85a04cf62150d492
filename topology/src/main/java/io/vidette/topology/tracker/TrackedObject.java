package io.vidette.topology.tracker;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.ObjectId;

/**
 * An object in one frame.
 *
 * @param score of its latest detection
 * @param box the filtered box: smoother than the detections
 * @param seen whether this frame shows it
 */
public record TrackedObject(ObjectId id, int classId, String label, float score, Box box, boolean seen) {}
