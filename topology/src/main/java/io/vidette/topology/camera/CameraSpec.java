package io.vidette.topology.camera;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import io.vidette.topology.zone.Areas;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
public record CameraSpec(
        String url,

        @Setting(value = "", range = "name of a secret", why = "the secret that holds user:password")
        Optional<String> credentials,

        @Setting(value = "tcp", range = "tcp, udp", why = "protocol of RTP")
        Transport transport,

        @Setting(value = "0", range = "0..1000", why = "most frames per second to publish; 0 publishes all")
        double fps,

        @Setting(value = "640", range = "32..8192", why = "longest side of a published frame in pixels")
        int maxSide,

        @Setting(value = "85", range = "1..100", why = "quality of a published JPEG")
        int jpegQuality,

        @Setting(value = "native", range = "native, fast", why = "speed of a file: its own, or as fast as possible")
        Pace pace,

        @Setting(value = "false", range = "true or false", why = "whether a file starts again at its end")
        boolean loop,

        @Setting(
                value = "true",
                range = "true or false",
                why = "whether the certificate of an rtsps or https camera is checked")
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
        return builder(url).build();
    }

    /** Begins with the default settings. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Begins with the settings of this one. */
    public Builder toBuilder() {
        Builder builder = new Builder(url)
                .transport(transport)
                .fps(fps)
                .maxSide(maxSide)
                .jpegQuality(jpegQuality)
                .pace(pace)
                .loop(loop)
                .verifyTls(verifyTls)
                .admission(admission);
        credentials.ifPresent(builder::credentials);
        motion.ifPresent(builder::motion);
        areas.ifPresent(builder::areas);
        return builder;
    }

    /** The same, thinned out to this many frames per second; 0 publishes all. */
    public CameraSpec withFps(double most) {
        return toBuilder().fps(most).build();
    }

    /** The same, with the name of the secret that holds its password. */
    public CameraSpec withCredentials(String secret) {
        return toBuilder().credentials(secret).build();
    }

    /** The same, with fewer frames while nothing moves. */
    public CameraSpec withMotion(MotionGate gate) {
        return toBuilder().motion(gate).build();
    }

    /** The same, with another choice of frames for the model. */
    public CameraSpec withAdmission(Admission other) {
        return toBuilder().admission(other).build();
    }

    /** The same, with other zones, lines and masks. */
    public CameraSpec withAreas(Areas other) {
        return toBuilder().areas(other).build();
    }

    /** Whether the camera is read in the same way: the two differ at most in admission and areas. */
    public boolean isReadAs(CameraSpec other) {
        return withAdmission(other.admission)
                .withAreas(other.areas.orElse(Areas.NONE))
                .equals(other);
    }

    @JsonProperty(value = "schema", access = JsonProperty.Access.READ_ONLY)
    public String schema() {
        return SCHEMA;
    }

    /** Reads the JSON form, in which every field but {@code url} may be absent. */
    @JsonCreator
    static CameraSpec fromJson(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("credentials") @Nullable String credentials,
            @JsonProperty("transport") @Nullable Transport transport,
            @JsonProperty("fps") @Nullable Double fps,
            @JsonProperty("maxSide") @Nullable Integer maxSide,
            @JsonProperty("jpegQuality") @Nullable Integer jpegQuality,
            @JsonProperty("pace") @Nullable Pace pace,
            @JsonProperty("loop") @Nullable Boolean loop,
            @JsonProperty("verifyTls") @Nullable Boolean verifyTls,
            @JsonProperty("motion") @Nullable MotionGate motion,
            @JsonProperty("admission") @Nullable Admission admission,
            @JsonProperty("areas") @Nullable Areas areas) {
        Builder builder = builder(url == null ? "" : url);
        take(credentials, builder::credentials);
        take(transport, builder::transport);
        take(fps, builder::fps);
        take(maxSide, builder::maxSide);
        take(jpegQuality, builder::jpegQuality);
        take(pace, builder::pace);
        take(loop, builder::loop);
        take(verifyTls, builder::verifyTls);
        take(motion, builder::motion);
        take(admission, builder::admission);
        take(areas, builder::areas);
        return builder.build();
    }

    private static <T> void take(@Nullable T given, Consumer<T> setting) {
        if (given != null) {
            setting.accept(given);
        }
    }

    /** Gathers the settings of a camera, which are checked when it is built. */
    public static final class Builder {
        private final String url;
        private Optional<String> credentials = Optional.empty();
        private Transport transport = standard("transport", Transport.class);
        private double fps = standard("fps", Double.class);
        private int maxSide = standard("maxSide", Integer.class);
        private int jpegQuality = standard("jpegQuality", Integer.class);
        private Pace pace = standard("pace", Pace.class);
        private boolean loop = standard("loop", Boolean.class);
        private boolean verifyTls = standard("verifyTls", Boolean.class);
        private Optional<MotionGate> motion = Optional.empty();
        private Admission admission = Admission.DEFAULT;
        private Optional<Areas> areas = Optional.empty();

        private Builder(String url) {
            this.url = url;
        }

        private static <T> T standard(String component, Class<T> type) {
            return Settings.standard(CameraSpec.class, component, type);
        }

        /** Name of the secret that holds its password. */
        public Builder credentials(String secret) {
            credentials = Optional.of(secret);
            return this;
        }

        /** Transport protocol of RTP. */
        public Builder transport(Transport how) {
            transport = how;
            return this;
        }

        /** Most frames per second to publish, 0..1000; 0 publishes all. */
        public Builder fps(double most) {
            fps = most;
            return this;
        }

        /** Longest side of a published frame in pixels, 32..8192. */
        public Builder maxSide(int pixels) {
            maxSide = pixels;
            return this;
        }

        /** 1..100. */
        public Builder jpegQuality(int quality) {
            jpegQuality = quality;
            return this;
        }

        /** Speed at which a file is read. */
        public Builder pace(Pace how) {
            pace = how;
            return this;
        }

        /** Whether a file starts again at its end. */
        public Builder loop(boolean again) {
            loop = again;
            return this;
        }

        /** Whether the certificate of an {@code rtsps} or {@code https} camera is checked. */
        public Builder verifyTls(boolean checked) {
            verifyTls = checked;
            return this;
        }

        /** Fewer frames while nothing moves. */
        public Builder motion(MotionGate gate) {
            motion = Optional.of(gate);
            return this;
        }

        /** Which of its frames the model processes when it falls behind. */
        public Builder admission(Admission choice) {
            admission = choice;
            return this;
        }

        /** Zones, lines and masks on its picture; an empty value counts as absent. */
        public Builder areas(Areas drawn) {
            areas = Optional.of(drawn).filter(any -> !any.isEmpty());
            return this;
        }

        /**
         * The camera.
         *
         * @throws IllegalArgumentException that says which setting is out of range
         */
        public CameraSpec build() {
            return new CameraSpec(
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
    }
}
