package io.vidette.ingest.source;

import io.vidette.topology.message.CaptureClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A picture as its source gave it. Borrowed: it is valid until the next call to the source.
 *
 * @param picture decoded, in the source's own pixel format
 * @param jpeg the picture as the source encoded it, when that was a complete JPEG
 * @param ptsMicros presentation time within the stream; keeps growing when a file is looped
 * @param arrivedAt when it reached this machine
 * @param capturedAt when it was taken, by {@code clock}
 * @param clock whose clock that is
 * @param clockOffset arrival minus capture, where the source tells its own time
 */
public record SourceFrame(
        AVFrame picture,
        Optional<byte[]> jpeg,
        long ptsMicros,
        Instant arrivedAt,
        Instant capturedAt,
        CaptureClock clock,
        Optional<Duration> clockOffset) {}
