package io.vidette.ingest.libav;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.vidette.ingest.source.SourceException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Packets to pictures on the calling thread: libavcodec's frame threads would hold pictures back. */
final class VideoDecoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame frame;

    private VideoDecoder(AVCodecContext context) {
        this.context = context;
        this.frame = av_frame_alloc();
    }

    /** A decoder for the stream. */
    @SuppressWarnings("NullAway") // javacpp takes null for "no options"
    static VideoDecoder open(AVStream stream) throws AvException, SourceException {
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw new SourceException(
                    SourceException.Kind.REFUSED,
                    "no decoder for the camera's codec '"
                            + avcodec_get_name(stream.codecpar().codec_id()).getString()
                            + "'; set the camera to H.264, H.265 or MJPEG");
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        OpenNatives.opened();
        VideoDecoder decoder = new VideoDecoder(context);
        try {
            AvException.check("decoder parameters", avcodec_parameters_to_context(context, stream.codecpar()));
            context.thread_count(1);
            context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
            context.pkt_timebase(stream.time_base());
            AvException.check("open decoder", avcodec_open2(context, codec, (AVDictionary) null));
            return decoder;
        } catch (AvException e) {
            decoder.close();
            throw e;
        }
    }

    /** False when the packet could not be decoded. */
    boolean send(AVPacket packet) {
        return avcodec_send_packet(context, packet) >= 0;
    }

    /** Lets the pictures held back at the end of a file come out. */
    @SuppressWarnings("NullAway") // javacpp takes null for "no more"
    void drain() {
        avcodec_send_packet(context, (AVPacket) null);
    }

    /** The next picture, valid until the next call, or null when more packets are needed. */
    @Nullable
    AVFrame receive() {
        return avcodec_receive_frame(context, frame) >= 0 ? frame : null;
    }

    /** Whether the decoder had to guess parts of the picture. */
    static boolean isDamaged(AVFrame frame) {
        return (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
    }

    /** Whether decoding could begin at this picture. */
    static boolean isKey(AVFrame frame) {
        return (frame.flags() & AV_FRAME_FLAG_KEY) != 0;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
        OpenNatives.closed();
    }
}
