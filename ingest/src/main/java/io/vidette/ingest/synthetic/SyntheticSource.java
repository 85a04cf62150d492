package io.vidette.ingest.synthetic;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.vidette.ingest.libav.OpenNatives;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.Pacer;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.topology.camera.CameraSpec.Pace;
import io.vidette.topology.message.CaptureClock;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** The built-in camera: a {@link SyntheticScene} drawn frame by frame. */
public final class SyntheticSource implements FrameSource {
    private final SyntheticScene scene;
    private final Pace pace;
    private final Pacer pacer = new Pacer();
    private final AVFrame picture = av_frame_alloc();
    private volatile boolean aborted;
    private boolean closed;
    private long index;

    public SyntheticSource(SyntheticSettings settings, Pace pace) {
        OpenNatives.opened();
        this.scene = new SyntheticScene(settings);
        this.pace = pace;
    }

    @Override
    public void open() {
        picture.width(scene.settings().width());
        picture.height(scene.settings().height());
        picture.format(AV_PIX_FMT_BGR24);
        if (av_frame_get_buffer(picture, 0) < 0) {
            throw new OutOfMemoryError("no native memory for a picture");
        }
    }

    @Override
    public SourceFrame next(DamageListener damage) throws SourceException {
        SyntheticSettings settings = scene.settings();
        if (settings.frames() > 0 && index >= settings.frames()) {
            throw new SourceException(Kind.ENDED, "the synthetic camera has shown its " + index + " frames");
        }
        long micros = Math.round(index * 1e6 / settings.fps());
        if (aborted || (pace == Pace.NATIVE && !pacer.await(micros))) {
            throw new SourceException(Kind.ABORTED, "stopped");
        }
        Instant now = Instant.now();
        copy(scene.draw(index++), settings);
        return new SourceFrame(picture, Optional.empty(), micros, now, now, CaptureClock.ARRIVAL, Optional.empty());
    }

    private void copy(byte[] bgr, SyntheticSettings settings) {
        BytePointer rows = picture.data(0);
        int rowBytes = settings.width() * 3;
        for (int y = 0; y < settings.height(); y++) {
            rows.position((long) y * picture.linesize(0)).put(bgr, y * rowBytes, rowBytes);
        }
    }

    @Override
    public void abort() {
        aborted = true;
        pacer.abort();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_frame_free(picture);
            OpenNatives.closed();
        }
    }
}
