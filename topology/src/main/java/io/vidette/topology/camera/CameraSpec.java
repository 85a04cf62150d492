package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.vidette.topology.config.RecordChange;
import io.vidette.topology.config.Records;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import io.vidette.topology.serde.SettingsDeserializer;
import io.vidette.topology.zone.Areas;
import java.util.Optional;

/**
 * A record of the cameras topic, whose key is the camera's name. Contains no password: {@code credentials}
 * names an entry of the ingest node's secrets. The other components have a {@link Setting} with default and range.
 *
 * @param url {@code rtsp://}, {@code rtsps://}, {@code http(s)://} (MJPEG), {@code file:} or {@code synthetic:};
 *     without user or password
 * @param motion fewer frames while nothing moves; absent for all
 * @param admission which of its frames the model processes when it falls behind
 * @param areas zones, lines and masks on its picture; absent for none
 */
@JsonDeserialize(using = SettingsDeserializer.class)
public record CameraSpec(
        String url,

        @Setting(value = "", range = "name of a secret", why = "name of the secret that holds user:password")
        Optional<String> credentials,

        @Setting(value = "tcp", range = "tcp, udp", why = "transport protocol of RTP")
        Transport transport,

        @Setting(value = "0", range = "0..1000", why = "maximum frames per second to publish; 0 publishes all")
        double fps,

        @Setting(value = "640", range = "32..8192", why = "longest side of a published frame in pixels")
        int maxSide,

        @Setting(value = "85", range = "1..100", why = "JPEG quality of a published frame")
        int jpegQuality,

        @Setting(
                value = "native",
                range = "native, fast",
                why = "speed at which a file is read: its own, or as fast as possible")
        Pace pace,

        @Setting(value = "false", range = "true or false", why = "restart a file at its end")
        boolean loop,

        @Setting(value = "true", range = "true or false", why = "check the certificate of an rtsps or https camera")
        boolean verifyTls,

        Optional<MotionGate> motion,
        Admission admission,
        Optional<Areas> areas) {
    /** Version of the message on the topic. */
    public static final String SCHEMA = "vidette.cameras/1";

    /** How RTP travels. */
    public enum Transport {
        @JsonProperty("tcp")
        TCP,
        @JsonProperty("udp")
        UDP
    }

    /** How fast a file is read. */
    public enum Pace {
        @JsonProperty("native")
        NATIVE,
        @JsonProperty("fast")
        FAST
    }

    public CameraSpec {
        if (url.isBlank()) {
            throw new IllegalArgumentException("camera without a url");
        }
        if (new CameraUrl(url).mayHoldCredentials()) {
            throw new IllegalArgumentException("camera url with a password in it; name a secret in 'credentials'");
        }
        areas = areas.filter(any -> !any.isEmpty());
        Settings.check(
                CameraSpec.class,
                url,
                credentials,
                transport,
                fps,
                maxSide,
                jpegQuality,
                pace,
                loop,
                verifyTls,
                motion,
                admission,
                areas);
    }

    /** A camera with the default settings. */
    public static CameraSpec of(String url) {
        return Records.of(
                CameraSpec.class, component -> component.getName().equals("url") ? url : Settings.standard(component));
    }

    /** A copy in which one component has another value: {@code spec.change(CameraSpec::fps).to(5.0)}. */
    public <V> RecordChange<CameraSpec, V> change(RecordChange.Component<CameraSpec, V> component) {
        return RecordChange.of(this, component);
    }

    /** The same, with other zones, lines and masks. */
    public CameraSpec withAreas(Areas other) {
        return change(CameraSpec::areas).to(Optional.of(other));
    }

    /** Whether the camera is read in the same way: the two differ at most in admission and areas. */
    public boolean isReadAs(CameraSpec other) {
        return change(CameraSpec::admission)
                .to(other.admission)
                .change(CameraSpec::areas)
                .to(other.areas)
                .equals(other);
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return SCHEMA;
    }
}
