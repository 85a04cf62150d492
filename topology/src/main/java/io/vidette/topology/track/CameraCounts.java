package io.vidette.topology.track;

import io.vidette.topology.message.WindowCount;
import java.util.List;

/**
 * The counts of a camera's zones and lines.
 *
 * @param open of the current window so far
 * @param closed of the latest windows in which something was counted, oldest first
 */
public record CameraCounts(String camera, List<WindowCount> open, List<WindowCount> closed) {
    public CameraCounts {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
    }
}
