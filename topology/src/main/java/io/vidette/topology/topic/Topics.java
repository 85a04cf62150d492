package io.vidette.topology.topic;

/**
 * The names of the topics.
 *
 * @param prefix put before each, such as {@code vidette.}
 */
public record Topics(String prefix) {
    /** The names under the default prefix. */
    public static final Topics DEFAULT = new Topics("vidette.");

    public Topics {
        if (!prefix.matches("[a-zA-Z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "topic prefix '" + prefix + "' has a character other than letters, digits, '.', '_' and '-'");
        }
    }

    /** Camera → JPEG with {@link io.vidette.topology.message.FrameHeaders}. */
    public String frames() {
        return prefix + "frames";
    }

    /** Camera → {@link io.vidette.topology.message.FrameVerdict}. */
    public String detections() {
        return prefix + "detections";
    }

    /** Camera → {@link io.vidette.topology.message.ObjectEvent}. */
    public String events() {
        return prefix + "events";
    }

    /** Camera → {@link io.vidette.topology.message.WindowCount}. */
    public String counts() {
        return prefix + "counts";
    }

    /** Camera → {@link io.vidette.topology.camera.CameraSpec}; a tombstone detaches. */
    public String cameras() {
        return prefix + "cameras";
    }

    /** Camera → {@link io.vidette.topology.camera.CameraStatus}. */
    public String cameraStatus() {
        return prefix + "camera-status";
    }

    /** Camera → {@link io.vidette.topology.message.FrameVerdict} of frames that a replay processed. */
    public String replay(String name) {
        return prefix + "replay." + name;
    }

    /** The refused record unchanged; headers name its place and the reason. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }
}
