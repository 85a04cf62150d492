package io.vidette.deploy.app.camera;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A camera that was detached.
 *
 * @param removed always true
 * @param forgotten whether its password was forgotten as well
 */
public record RemovedCamera(
        String name, boolean removed, @JsonIgnore boolean forgotten) {}
