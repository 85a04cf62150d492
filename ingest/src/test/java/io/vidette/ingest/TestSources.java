package io.vidette.ingest;

import io.vidette.ingest.source.SourceSettings;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraSpec.Pace;
import io.vidette.topology.camera.CameraSpec.Transport;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.config.Secrets.Credentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Sources with short limits. */
public final class TestSources {
    public static final Duration CONNECT = Duration.ofSeconds(3);
    public static final Duration STALL = Duration.ofSeconds(1);

    private TestSources() {}

    public static SourceSettings settings(Optional<Path> caFile) {
        return new SourceSettings(CONNECT, STALL, Duration.ofMinutes(1), caFile.map(Path::toString));
    }

    public static Sources sources() {
        return new Sources(settings(Optional.empty()), Secrets.none());
    }

    public static Sources sources(String user, String password) {
        return new Sources(
                settings(Optional.empty()),
                name -> name.equals("gate") ? Optional.of(new Credentials(user, password)) : Optional.empty());
    }

    public static CameraSpec udp(String url) {
        return CameraSpec.of(url).change(CameraSpec::transport).to(Transport.UDP);
    }

    public static CameraSpec withSecret(String url) {
        return CameraSpec.of(url).change(CameraSpec::credentials).to(Optional.of("gate"));
    }

    public static CameraSpec unverified(String url) {
        return CameraSpec.of(url).change(CameraSpec::verifyTls).to(false);
    }

    public static CameraSpec fast(String url, boolean loop) {
        return CameraSpec.of(url)
                .change(CameraSpec::pace)
                .to(Pace.FAST)
                .change(CameraSpec::loop)
                .to(loop);
    }
}
