package io.vidette.ingest.ownership;

import io.vidette.topology.camera.CameraSpec;
import java.util.Collection;
import java.util.Optional;

/** Reads the cameras that this node owns. Every call returns within a bounded time. */
public interface CameraCrew {
    /** Read a camera by this specification from now on. */
    void attach(String camera, CameraSpec spec);

    /** Its specification cannot be used; the reason is one line without secrets. */
    void refuse(String camera, String reason);

    /**
     * Stops reading the cameras.
     *
     * @param farewell reason for a last status; empty if another node reports on the cameras
     * @param drain whether last frames may still be sent
     */
    void detach(Collection<String> cameras, Optional<String> farewell, boolean drain);
}
