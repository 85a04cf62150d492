package io.vidette.ingest.libav;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/** A libav call failed. Carries the code alone: FFmpeg's texts may hold addresses with passwords. */
final class AvException extends Exception {
    private final int code;

    AvException(String call, int code) {
        super(call + ": " + text(code));
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Passes a result on, or throws when it is an error. */
    static int check(String call, int result) throws AvException {
        if (result < 0) {
            throw new AvException(call, result);
        }
        return result;
    }

    /** FFmpeg's fixed text for an error code, such as {@code Connection refused}. */
    static String text(int code) {
        byte[] buffer = new byte[128];
        avutil.av_strerror(code, buffer, buffer.length);
        int end = 0;
        while (end < buffer.length && buffer[end] != 0) {
            end++;
        }
        return new String(buffer, 0, end, StandardCharsets.UTF_8);
    }
}
