package io.vidette.ingest.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vidette.topology.message.CaptureClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * When pictures were taken. The camera's clock comes with packets, and a decoder may give pictures back later and in
 * another order, so times are remembered by presentation time.
 */
final class CaptureTimes {
    /** More than any decoder reorders. */
    private static final int REMEMBERED = 64;

    private final Duration maxOffset;
    private final Map<Long, Captured> byPts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Captured> eldest) {
            return size() > REMEMBERED;
        }
    };

    CaptureTimes(Duration maxOffset) {
        this.maxOffset = maxOffset;
    }

    /** A packet just arrived. */
    void arrived(AVPacket packet) {
        Instant now = Instant.now();
        byPts.put(packet.pts(), captured(now, cameraTime(packet)));
    }

    /** The times of a picture. */
    Captured of(long pts) {
        Captured captured = byPts.remove(pts);
        return captured == null ? captured(Instant.now(), Optional.empty()) : captured;
    }

    /** Chooses between the two clocks. */
    Captured captured(Instant arrival, Optional<Instant> camera) {
        Optional<Duration> offset = camera.map(at -> Duration.between(at, arrival));
        if (camera.isPresent() && offset.orElseThrow().abs().compareTo(maxOffset) <= 0) {
            return new Captured(arrival, camera.get(), CaptureClock.RTCP, offset);
        }
        return new Captured(arrival, arrival, CaptureClock.ARRIVAL, offset);
    }

    private static Optional<Instant> cameraTime(AVPacket packet) {
        if (packet.pts() == AV_NOPTS_VALUE) {
            return Optional.empty();
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, size);
            return data == null || data.isNull()
                    ? Optional.empty()
                    : Optional.of(Instant.EPOCH.plus(new AVProducerReferenceTime(data).wallclock(), ChronoUnit.MICROS));
        }
    }

    /** When a picture arrived and when it was taken. */
    record Captured(Instant arrival, Instant capture, CaptureClock clock, Optional<Duration> offset) {}
}
