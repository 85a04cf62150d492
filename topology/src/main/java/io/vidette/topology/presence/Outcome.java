package io.vidette.topology.presence;

import io.vidette.topology.message.WindowCount;
import java.util.List;

/**
 * What a frame led to.
 *
 * @param presence from now on
 * @param happenings to tell, in order
 * @param counts of the window that closed
 */
public record Outcome(Presence presence, List<Happening> happenings, List<WindowCount> counts) {
    public Outcome {
        happenings = List.copyOf(happenings);
        counts = List.copyOf(counts);
    }
}
