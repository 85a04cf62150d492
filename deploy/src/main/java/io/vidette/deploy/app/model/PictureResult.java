package io.vidette.deploy.app.model;

import io.vidette.topology.message.Detection;
import java.util.List;
import java.util.function.Function;

/** What a model made of one picture. */
public sealed interface PictureResult {
    /** Calls the function for its kind. */
    <T> T map(Function<Found, T> found, Function<Unusable, T> unusable);

    /** Returns the path of the picture. */
    String source();

    /**
     * The picture could be used.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param detections boxes in pixels of the picture
     */
    record Found(String source, int width, int height, List<Detection> detections) implements PictureResult {
        @Override
        public <T> T map(Function<Found, T> found, Function<Unusable, T> unusable) {
            return found.apply(this);
        }
    }

    /** The picture could not be used. */
    record Unusable(String source, String reason) implements PictureResult {
        @Override
        public <T> T map(Function<Found, T> found, Function<Unusable, T> unusable) {
            return unusable.apply(this);
        }
    }
}
