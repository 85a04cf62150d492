package io.vidette.deploy.http;

import io.vidette.topology.track.Answer;

/** Queries about cameras; safe for any thread. */
public interface CameraQueries {
    /** The objects that are open, as {@link io.vidette.topology.track.CameraObjects}. */
    Answer<?> objects(String camera);

    /** What was counted, as {@link io.vidette.topology.track.CameraCounts}. */
    Answer<?> counts(String camera);
}
