package io.vidette.ingest.libav;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_BSF_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import java.time.Duration;

/** FFmpeg's error codes as sentences that say what to do. */
final class Refusals {
    private final CameraUrl url;
    private final CameraSpec spec;

    Refusals(CameraUrl url, CameraSpec spec) {
        this.url = url;
        this.spec = spec;
    }

    /** Connecting failed. */
    SourceException opening(AvException failure, Deadline deadline, Duration limit) {
        int code = failure.code();
        if (deadline.isAborted()) {
            return aborted();
        }
        if (code == AVERROR_EXIT() || deadline.hasPassed()) {
            return new SourceException(
                    Kind.UNREACHABLE,
                    "no answer from " + url.shown() + " within " + seconds(limit) + "; check address and network");
        }
        if (code == AVERROR_HTTP_UNAUTHORIZED()) {
            return refused("401 from " + url.shown() + "; check user and password"
                    + spec.credentials()
                            .map(name -> " in the secret '" + name + "'")
                            .orElse(", which the camera requires: name a secret in 'credentials'"));
        }
        if (code == AVERROR_HTTP_FORBIDDEN()) {
            return refused("403 from " + url.shown() + "; give the user the right to view the stream");
        }
        if (code == AVERROR_HTTP_NOT_FOUND()) {
            return refused("404 from " + url.shown() + "; check the path of the stream");
        }
        if (code == AVERROR_HTTP_BAD_REQUEST() || code == AVERROR_HTTP_OTHER_4XX()) {
            return refused("the camera refuses " + url.shown() + " (4xx); check its stream settings");
        }
        if (code == AVERROR_HTTP_SERVER_ERROR()) {
            return new SourceException(
                    Kind.UNREACHABLE, "the camera at " + url.shown() + " fails (5xx); it may need a restart");
        }
        if (code == AVERROR_PROTOCOL_NOT_FOUND()) {
            return refused("no protocol for " + url.shown() + "; use rtsp, rtsps, http, https, file or synthetic");
        }
        if (code == AVERROR_DEMUXER_NOT_FOUND()
                || code == AVERROR_DECODER_NOT_FOUND()
                || code == AVERROR_BSF_NOT_FOUND()) {
            return refused(url.shown() + " is in a format that is not known; use H.264, H.265 or MJPEG");
        }
        if (code == AVERROR_INVALIDDATA()) {
            return refused("what " + url.shown() + " sends is not a readable video; check the path of the stream");
        }
        return new SourceException(
                Kind.UNREACHABLE,
                "cannot open " + url.shown() + ": " + AvException.text(code) + "; check address and network");
    }

    /** Reading failed. */
    SourceException reading(int code, Deadline deadline, Duration limit) {
        if (deadline.isAborted()) {
            return aborted();
        }
        if (code == AVERROR_EXIT() || deadline.hasPassed()) {
            return new SourceException(
                    Kind.STALLED,
                    "no picture from " + url.shown() + " for " + seconds(limit) + "; check the camera and its network");
        }
        String why = code == AVERROR_EOF() ? "the camera closed the connection" : AvException.text(code);
        return new SourceException(Kind.UNREACHABLE, "lost " + url.shown() + ": " + why);
    }

    /** Packets came, but no picture could be made of them. */
    SourceException unusable(Duration limit) {
        return new SourceException(
                Kind.STALLED,
                "no usable picture from " + url.shown() + " for " + seconds(limit)
                        + " though data arrives; check for packet loss, and the camera's key frame interval");
    }

    /** The stream is there, but no video in it. */
    SourceException noVideo() {
        return refused("no video stream in " + url.shown() + "; check the path of the stream");
    }

    private static SourceException refused(String message) {
        return new SourceException(Kind.REFUSED, message);
    }

    private static SourceException aborted() {
        return new SourceException(Kind.ABORTED, "stopped");
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
