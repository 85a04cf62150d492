package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * The status of a camera, published whenever its state changes and periodically while it streams.
 *
 * @param camera its name
 * @param state what its reader is doing
 * @param reason why, in one line without secrets, for every state but streaming
 * @param at when this was observed
 * @param node the ingest node that reads the camera
 * @param fps frames published per second over the last seconds
 * @param published frames acknowledged by Kafka since the node first took the camera
 * @param dropped frames dropped before Kafka acknowledged them since the node first took the camera
 * @param connects connection attempts since then
 */
public record CameraStatus(
        String camera,
        State state,
        Optional<String> reason,
        Instant at,
        String node,
        double fps,
        long published,
        long dropped,
        long connects) {
    /** Version of the message on the topic. */
    public static final String SCHEMA = "vidette.camera-status/1";

    /** What a camera's reader is doing. */
    public enum State {
        /** Opening the stream, first or again. */
        @JsonProperty("connecting")
        CONNECTING,
        /** Frames arrive. */
        @JsonProperty("streaming")
        STREAMING,
        /** Connected, but no frame arrived in time. */
        @JsonProperty("stalled")
        STALLED,
        /** Refused by the camera or this node: a password, a certificate, a stream without video, a bad record. */
        @JsonProperty("refused")
        REFUSED,
        /** Cannot be reached, ended, or detached. */
        @JsonProperty("offline")
        OFFLINE
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return SCHEMA;
    }
}
