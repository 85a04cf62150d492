package io.vidette.topology.track;

import io.vidette.topology.message.WindowCount;
import java.util.List;

/**
 * What was counted in a camera's zones and at its lines.
 *
 * @param open of the window that is not over, so far
 * @param closed of the latest windows in which something was counted, oldest first
 */
public record CameraCounts(String camera, List<WindowCount> open, List<WindowCount> closed) {
    public CameraCounts {
        open = List.copyOf(open);
        closed = List.copyOf(closed);
    }
}
