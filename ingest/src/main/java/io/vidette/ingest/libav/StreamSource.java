package io.vidette.ingest.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.ingest.source.SourceSettings;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** Anything that libavformat can open, read and decoded on the caller's thread. */
public final class StreamSource implements FrameSource {
    /** Long enough for a TEARDOWN to leave, so that a camera with few sessions frees this one at once. */
    private static final Duration FAREWELL = Duration.ofMillis(300);
    /** How long to wait for a key picture before pictures without one are trusted again. */
    private static final Duration KEY_PATIENCE = Duration.ofSeconds(10);

    private final StreamAddress address;
    private final SourceSettings settings;
    private final Refusals refusals;
    private final Deadline deadline = new Deadline();
    private final DamageGate gate = new DamageGate(KEY_PATIENCE);
    private final CaptureTimes times;
    private final AVPacket packet = av_packet_alloc();
    private @Nullable AvInput input;
    private @Nullable VideoDecoder decoder;
    private Optional<byte[]> jpeg = Optional.empty();
    private boolean mjpeg;
    private boolean atEnd;
    private boolean begun;
    /** A read exceeded its deadline but returned a packet: libavformat's parser releases its last packet then. */
    private boolean late;

    private boolean closed;
    private double microsPerTick = 1;
    private double microsPerPicture = 40_000;
    private long pictures;

    public StreamSource(StreamAddress address, SourceSettings settings) {
        OpenNatives.opened();
        this.address = address;
        this.settings = settings;
        this.refusals = address.refusals();
        this.times = new CaptureTimes(settings.maxClockOffset());
    }

    @Override
    public void open() throws SourceException {
        address.checkBeforehand(settings);
        deadline.arm(settings.connectTimeout());
        try {
            AvInput opened = AvInput.open(
                    address.target(), address.format(), address.options(settings), address.probe(), deadline);
            input = opened;
            if (!opened.hasVideo()) {
                throw refusals.noVideo();
            }
            AVRational base = opened.video().time_base();
            microsPerTick = 1e6 * base.num() / base.den();
            AVRational rate = opened.video().avg_frame_rate();
            if (rate.num() > 0 && rate.den() > 0) {
                microsPerPicture = 1e6 * rate.den() / rate.num();
            }
            mjpeg = opened.video().codecpar().codec_id() == AV_CODEC_ID_MJPEG;
            decoder = VideoDecoder.open(opened.video());
        } catch (AvException e) {
            throw address.diagnose(refusals.opening(e, deadline, settings.connectTimeout()), settings);
        }
    }

    @Override
    public SourceFrame next(DamageListener damage) throws SourceException {
        AvInput in = input;
        VideoDecoder dec = decoder;
        if (in == null || dec == null) {
            throw new IllegalStateException("source is not open");
        }
        Duration limit = begun ? settings.stallTimeout() : settings.connectTimeout();
        // Packets without a usable picture are not a stall: the next key picture may be seconds away.
        long giveUpNanos = System.nanoTime() + limit.plus(KEY_PATIENCE).toNanos();
        while (true) {
            AVFrame picture = dec.receive();
            if (picture != null) {
                if (gate.admits(VideoDecoder.isDamaged(picture), VideoDecoder.isKey(picture), System.nanoTime())) {
                    begun = true;
                    return frame(picture);
                }
                damage.damaged();
            } else if (atEnd) {
                throw new SourceException(Kind.ENDED, address.url().shown() + " has ended");
            } else if (late) {
                throw refusals.reading(AVERROR_EXIT(), deadline, limit);
            } else if (System.nanoTime() - giveUpNanos > 0) {
                throw refusals.unusable(limit.plus(KEY_PATIENCE));
            } else {
                deadline.arm(limit);
                feed(in, dec, damage, limit);
            }
        }
    }

    private void feed(AvInput in, VideoDecoder dec, DamageListener damage, Duration limit) throws SourceException {
        int result = deadline.isAborted() ? AVERROR_EXIT() : in.read(packet);
        if (result == AVERROR_EOF() && address.hasEnd()) {
            atEnd = true;
            dec.drain();
            return;
        }
        if (result < 0) {
            throw refusals.reading(result, deadline, limit);
        }
        late = deadline.hasPassed();
        if (in.isVideo(packet)) {
            times.arrived(packet);
            jpeg = mjpeg ? Optional.of(bytes(packet)) : Optional.empty();
            boolean corrupt = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
            if (!dec.send(packet) || corrupt) {
                gate.damaged(System.nanoTime());
                damage.damaged();
            }
        }
        av_packet_unref(packet);
    }

    private SourceFrame frame(AVFrame picture) {
        CaptureTimes.Captured captured = times.of(picture.pts());
        return new SourceFrame(
                picture,
                jpeg.filter(JpegBytes::isComplete),
                micros(picture, captured),
                captured.arrival(),
                captured.capture(),
                captured.clock(),
                captured.offset());
    }

    /** A bare elementary stream carries no times: its pictures are spaced by its frame rate. */
    private long micros(AVFrame picture, CaptureTimes.Captured captured) {
        long index = pictures++;
        long ticks = picture.best_effort_timestamp();
        if (ticks != AV_NOPTS_VALUE) {
            return Math.round(ticks * microsPerTick);
        }
        return address.hasEnd()
                ? Math.round(index * microsPerPicture)
                : captured.arrival().toEpochMilli() * 1000;
    }

    private static byte[] bytes(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        return bytes;
    }

    @Override
    public void abort() {
        deadline.abort();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        deadline.armFarewell(FAREWELL);
        if (decoder != null) {
            decoder.close();
        }
        if (input != null) {
            input.close();
        }
        av_packet_free(packet);
        deadline.close();
        OpenNatives.closed();
    }
}
