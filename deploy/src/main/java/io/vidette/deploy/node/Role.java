package io.vidette.deploy.node;

/** What a node does. */
public enum Role {
    /** Reads cameras and publishes their frames. */
    INGEST,
    /** Runs the model on frames and publishes verdicts. */
    DETECT,
    /** Follows objects from verdict to verdict and publishes events. */
    TRACK
}
