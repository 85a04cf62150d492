package io.vidette.ingest.libav;

import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.Pacer;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.ingest.source.SourceSettings;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraSpec.Pace;
import io.vidette.topology.message.CaptureClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A video file as a camera: at its own speed or as fast as it is read, once or over and over. */
public final class FileSource implements FrameSource {
    private final CameraSpec spec;
    private final Path file;
    private final SourceSettings settings;
    private final Pacer pacer = new Pacer();
    private @Nullable StreamSource round;
    private volatile boolean aborted;
    private long roundStartMicros;
    private long lastMicros;
    private long stepMicros = 40_000;
    private boolean roundHasPictures;

    public FileSource(CameraSpec spec, Path file, SourceSettings settings) {
        this.spec = spec;
        this.file = file;
        this.settings = settings;
    }

    @Override
    public void open() throws SourceException {
        if (!Files.isReadable(file)) {
            throw new SourceException(
                    Kind.REFUSED, "no file '" + file + "' that this node can read; check path and rights");
        }
        startRound();
    }

    @Override
    public SourceFrame next(DamageListener damage) throws SourceException {
        while (true) {
            if (aborted) {
                throw new SourceException(Kind.ABORTED, "stopped");
            }
            try {
                return paced(current().next(damage));
            } catch (SourceException e) {
                if (e.kind() != Kind.ENDED || !spec.loop()) {
                    throw e;
                }
                if (!roundHasPictures) {
                    throw new SourceException(Kind.REFUSED, "no picture in '" + file + "' can be decoded");
                }
                roundStartMicros = lastMicros + stepMicros;
                closeRound();
                startRound();
            }
        }
    }

    private SourceFrame paced(SourceFrame frame) throws SourceException {
        long micros = roundStartMicros + frame.ptsMicros();
        if (roundHasPictures && micros > lastMicros) {
            stepMicros = micros - lastMicros;
        }
        lastMicros = Math.max(lastMicros, micros);
        roundHasPictures = true;
        if (spec.pace() == Pace.NATIVE && !pacer.await(micros)) {
            throw new SourceException(Kind.ABORTED, "stopped");
        }
        Instant now = Instant.now();
        return new SourceFrame(frame.picture(), frame.jpeg(), micros, now, now, CaptureClock.ARRIVAL, Optional.empty());
    }

    private StreamSource current() {
        if (round == null) {
            throw new IllegalStateException("source is not open");
        }
        return round;
    }

    private void startRound() throws SourceException {
        StreamSource next = new StreamSource(StreamAddress.file(spec, file), settings);
        round = next;
        roundHasPictures = false;
        next.open();
        if (aborted) {
            next.abort();
        }
    }

    @Override
    public void abort() {
        aborted = true;
        pacer.abort();
    }

    private void closeRound() {
        if (round != null) {
            round.close();
            round = null;
        }
    }

    @Override
    public void close() {
        closeRound();
    }
}
