package io.vidette.topology.occupancy;

import io.vidette.topology.message.WindowCount;
import java.util.List;

/**
 * The result of a frame.
 *
 * @param occupancy from now on
 * @param happenings to report, in order
 * @param counts of the window that closed
 */
public record Outcome(Occupancy occupancy, List<Happening> happenings, List<WindowCount> counts) {
    public Outcome {
        happenings = List.copyOf(happenings);
        counts = List.copyOf(counts);
    }
}
