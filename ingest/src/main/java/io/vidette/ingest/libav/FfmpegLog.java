package io.vidette.ingest.libav;

import io.vidette.topology.fault.SecretMask;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's own messages, which go to this class's logger at debug. They contain addresses with passwords, so these are
 * masked, and no level beyond {@code info} can be set: at {@code debug} FFmpeg prints whole requests.
 */
public final class FfmpegLog {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegLog.class);
    private static final LogCallback CALLBACK = new Forward();

    private FfmpegLog() {}

    /** Verbosity of FFmpeg's log. */
    public enum Level {
        QUIET(avutil.AV_LOG_QUIET),
        ERROR(avutil.AV_LOG_ERROR),
        WARNING(avutil.AV_LOG_WARNING),
        INFO(avutil.AV_LOG_INFO);

        private final int number;

        Level(int number) {
            this.number = number;
        }
    }

    /** Applies to the whole process; the last call takes effect. */
    public static void set(Level level) {
        avutil.av_log_set_level(level.number);
        if (level != Level.QUIET) {
            avutil.setLogCallback(CALLBACK);
        }
    }

    private static final class Forward extends LogCallback {
        @Override
        public void call(int level, BytePointer message) {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{}", SecretMask.mask(message.getString().strip()));
            }
        }
    }
}
