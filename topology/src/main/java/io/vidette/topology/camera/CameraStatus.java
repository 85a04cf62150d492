package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * How a camera fares, published whenever its state changes and now and then while it streams.
 *
 * @param camera its name
 * @param state what its reader is doing
 * @param reason why, in one line without secrets, for every state but streaming
 * @param at when this was observed
 * @param node the ingest node that reads the camera
 * @param fps frames published per second over the last seconds
 * @param published frames acknowledged by Kafka since the node first took the camera
 * @param dropped frames read but lost before Kafka since the node first took the camera
 * @param connects how often the camera was connected to since then
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
        /** The camera or this node refuses: a password, a certificate, a stream without video, a bad specification. */
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
