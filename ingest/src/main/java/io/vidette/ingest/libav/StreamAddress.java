package io.vidette.ingest.libav;

import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceSettings;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraSpec.Transport;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.config.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address that libavformat opens, and its options. {@link #target} holds the password and must go nowhere else.
 *
 * @param url as it may be shown
 * @param target for libavformat
 * @param format libavformat's name, or null to find out
 * @param probe whether the stream's parameters must be found by reading ahead
 * @param hasEnd whether the end of the input is its natural end
 */
public record StreamAddress(
        CameraSpec spec,
        CameraUrl url,
        String target,
        @Nullable String format,
        boolean probe,
        boolean hasEnd) {
    /** Where the usual systems keep the certificates of their authorities. */
    private static final List<Path> SYSTEM_CA_FILES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    /** A camera over RTSP. */
    public static StreamAddress rtsp(CameraSpec spec, Secrets secrets) throws SourceException {
        CameraUrl url = new CameraUrl(spec.url());
        return new StreamAddress(spec, url, target(spec, url, secrets), "rtsp", false, false);
    }

    /** A camera over HTTP. */
    public static StreamAddress http(CameraSpec spec, Secrets secrets) throws SourceException {
        CameraUrl url = new CameraUrl(spec.url());
        return new StreamAddress(spec, url, target(spec, url, secrets), null, true, false);
    }

    /** A file. */
    static StreamAddress file(CameraSpec spec, Path file) {
        return new StreamAddress(spec, new CameraUrl(spec.url()), "file:" + file, null, true, true);
    }

    Refusals refusals() {
        return new Refusals(url, spec);
    }

    Map<String, String> options(SourceSettings settings) {
        Map<String, String> options = new LinkedHashMap<>();
        // Enough to find the parameters of a camera's stream, little enough to start at once.
        if (!hasEnd) {
            options.put("probesize", "65536");
            options.put("analyzeduration", "500000");
            options.put("fflags", "nobuffer");
        }
        if ("rtsp".equals(format)) {
            options.put("rtsp_transport", spec.transport() == Transport.UDP ? "udp" : "tcp");
            options.put("allowed_media_types", "video");
            // How long to wait for a missing UDP packet when later ones have arrived.
            options.put("max_delay", "100000");
            options.put("buffer_size", "2097152");
        }
        if (isTls()) {
            options.put("tls_verify", spec.verifyTls() ? "1" : "0");
            caFile(settings).ifPresent(file -> options.put("ca_file", file));
        }
        return options;
    }

    /**
     * FFmpeg compares a certificate with the host's name, but with nothing at all when the host is given by its address. In
     * that case the certificate is checked here first. An attacker who forwards this check, then intercepts
     * the stream still needs a certificate from an authority in {@code caFile}.
     */
    void checkBeforehand(SourceSettings settings) throws SourceException {
        if (isTls() && spec.verifyTls() && url.isAddress()) {
            CertificateCheck.require(url, caFile(settings), settings.connectTimeout());
        }
    }

    /** Finds out more about a failure than libavformat tells. */
    SourceException diagnose(SourceException failure, SourceSettings settings) {
        if (isTls() && spec.verifyTls() && failure.kind() == Kind.UNREACHABLE) {
            return CertificateCheck.of(url, caFile(settings), settings.connectTimeout())
                    .orElse(failure);
        }
        return failure;
    }

    private boolean isTls() {
        return url.scheme().equals("rtsps") || url.scheme().equals("https");
    }

    private static Optional<String> caFile(SourceSettings settings) {
        return settings.caFile()
                .or(() -> SYSTEM_CA_FILES.stream()
                        .filter(Files::isReadable)
                        .findFirst()
                        .map(Path::toString));
    }

    private static String target(CameraSpec spec, CameraUrl url, Secrets secrets) throws SourceException {
        if (spec.credentials().isEmpty()) {
            return url.text();
        }
        String name = spec.credentials().get();
        Optional<Secrets.Credentials> credentials = secrets.find(name);
        if (credentials.isEmpty()) {
            throw new SourceException(
                    Kind.REFUSED, "no secret '" + name + "' on this node; add it, or correct 'credentials'");
        }
        try {
            return url.with(credentials.get());
        } catch (IllegalArgumentException e) {
            throw new SourceException(Kind.REFUSED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return url.shown();
    }
}
