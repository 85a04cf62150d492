package io.vidette.deploy.bench;

import io.vidette.ingest.Sources;
import io.vidette.ingest.picture.PicturePreparer;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceSettings;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Frames as ingest makes them, from the built-in camera: the same on every machine. */
public final class BenchFrames {
    /** Width of the frames in pixels. */
    public static final int WIDTH = 640;
    /** Height of the frames in pixels. */
    public static final int HEIGHT = 360;

    private static final String CAMERA = "synthetic:?size=" + WIDTH + "x" + HEIGHT + "&objects=8&seed=1";

    private BenchFrames() {}

    /** JPEGs that differ. */
    public static List<byte[]> make(int count) {
        CameraSpec spec = CameraSpec.of(CAMERA)
                .change(CameraSpec::maxSide)
                .to(WIDTH)
                .change(CameraSpec::pace)
                .to(CameraSpec.Pace.FAST);
        Duration time = Duration.ofSeconds(5);
        Sources sources = new Sources(new SourceSettings(time, time, time, Optional.empty()), Secrets.none());
        List<byte[]> jpegs = new ArrayList<>();
        try (FrameSource source = sources.create(spec);
                PicturePreparer preparer = new PicturePreparer(WIDTH, spec.jpegQuality())) {
            source.open();
            for (int i = 0; i < count; i++) {
                jpegs.add(preparer.prepare(source.next(() -> {})).jpeg());
            }
        } catch (SourceException e) {
            throw new IllegalStateException("the built-in camera failed", e);
        }
        return jpegs;
    }
}
