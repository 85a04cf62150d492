package io.vidette.deploy.app.model;

import io.vidette.topology.message.Detection;
import java.util.List;

/** What a model made of one picture. */
public sealed interface PictureResult {
    /** Returns the path of the picture. */
    String source();

    /**
     * The picture could be used.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param detections boxes in pixels of the picture
     */
    record Found(String source, int width, int height, List<Detection> detections) implements PictureResult {}

    /** The picture could not be used. */
    record Unusable(String source, String reason) implements PictureResult {}
}
