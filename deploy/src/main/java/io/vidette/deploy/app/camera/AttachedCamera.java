package io.vidette.deploy.app.camera;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vidette.topology.camera.CameraSpec;
import java.util.List;

/**
 * A camera that was attached or changed.
 *
 * @param spec its record as it is now
 * @param createdTopics the topics that did not exist before
 * @param isPasswordStored whether its password was stored on this machine, under the camera's name
 */
public record AttachedCamera(
        String name,
        CameraSpec spec,
        @JsonIgnore List<String> createdTopics,
        @JsonIgnore boolean isPasswordStored) {
    public AttachedCamera {
        createdTopics = List.copyOf(createdTopics);
    }
}
