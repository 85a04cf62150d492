package io.vidette.ingest;

import io.vidette.ingest.libav.FileSource;
import io.vidette.ingest.libav.StreamAddress;
import io.vidette.ingest.libav.StreamSource;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFactory;
import io.vidette.ingest.source.SourceSettings;
import io.vidette.ingest.synthetic.SyntheticSettings;
import io.vidette.ingest.synthetic.SyntheticSource;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.config.Secrets;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Chooses the source by the scheme of the camera's URL. */
public final class Sources implements SourceFactory {
    private final SourceSettings settings;
    private final Secrets secrets;

    public Sources(SourceSettings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public FrameSource create(CameraSpec spec) throws SourceException {
        CameraUrl url = new CameraUrl(spec.url());
        return switch (url.scheme()) {
            case "rtsp", "rtsps" -> new StreamSource(StreamAddress.rtsp(spec, secrets), settings);
            case "http", "https" -> new StreamSource(StreamAddress.http(spec, secrets), settings);
            case "synthetic" -> new SyntheticSource(SyntheticSettings.parse(spec.url()), spec.pace());
            case "file" -> new FileSource(spec, path(spec.url()), settings);
            case "" -> new FileSource(spec, path(spec.url()), settings);
            default ->
                throw new SourceException(
                        Kind.REFUSED,
                        "no protocol for " + url.shown() + "; use rtsp, rtsps, http, https, file or synthetic");
        };
    }

    private static Path path(String url) throws SourceException {
        try {
            if (url.startsWith("file:///")) {
                return Path.of(URI.create(url));
            }
            return Path.of(url.startsWith("file:") ? url.substring("file:".length()) : url);
        } catch (IllegalArgumentException e) {
            String why = e instanceof InvalidPathException ? "no path" : "no file URL";
            throw new SourceException(Kind.REFUSED, "'" + url + "' is " + why + " on this node; correct it");
        }
    }
}
