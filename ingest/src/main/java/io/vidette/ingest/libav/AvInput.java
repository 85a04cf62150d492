package io.vidette.ingest.libav;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One open stream of libavformat and the best video in it. One thread; each call is bounded by the deadline. */
final class AvInput implements AutoCloseable {
    /** The input holds no video. */
    static final int NO_VIDEO = -1;

    private final AVFormatContext context;
    private final int videoIndex;

    private AvInput(AVFormatContext context, int videoIndex) {
        this.context = context;
        this.videoIndex = videoIndex;
    }

    /**
     * Connects.
     *
     * @param format libavformat's name of the format, or null to find out
     * @param probe whether to read ahead until the stream's parameters are known
     */
    @SuppressWarnings("NullAway") // javacpp takes null for "none"
    static AvInput open(
            String url, @Nullable String format, Map<String, String> options, boolean probe, Deadline deadline)
            throws AvException {
        AVFormatContext context = avformat_alloc_context();
        OpenNatives.opened();
        deadline.attachTo(context);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        AVInputFormat input = format == null ? null : av_find_input_format(format);
        int result = avformat_open_input(context, url, input, dictionary);
        av_dict_free(dictionary);
        if (result < 0) {
            // libavformat frees the context of a failed open itself.
            OpenNatives.closed();
            throw new AvException("open", result);
        }
        if (probe) {
            result = avformat_find_stream_info(context, (PointerPointer<?>) null);
            if (result < 0) {
                close(context);
                throw new AvException("probe", result);
            }
        }
        int video = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        return new AvInput(context, video < 0 ? NO_VIDEO : video);
    }

    boolean hasVideo() {
        return videoIndex != NO_VIDEO;
    }

    AVStream video() {
        return context.streams(videoIndex);
    }

    /** libavformat's name of the format, such as {@code rtsp}. */
    String format() {
        return context.iformat().name().getString();
    }

    /** Reads a packet of any stream. */
    int read(AVPacket packet) {
        return av_read_frame(context, packet);
    }

    boolean isVideo(AVPacket packet) {
        return packet.stream_index() == videoIndex;
    }

    @Override
    public void close() {
        close(context);
    }

    private static void close(AVFormatContext context) {
        avformat_close_input(context);
        OpenNatives.closed();
    }
}
