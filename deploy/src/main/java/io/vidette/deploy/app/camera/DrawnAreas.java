package io.vidette.deploy.app.camera;

import io.vidette.topology.zone.Areas;

/**
 * What is drawn on the picture of a camera.
 *
 * @param name of the camera
 */
public record DrawnAreas(String name, Areas areas) {}
