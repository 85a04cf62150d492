package io.vidette.detector.image;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEGs with libavcodec into rows of red, green and blue bytes. Keeps its native objects from one picture to the
 * next.
 *
 * <p>Threading: for one thread at a time.
 */
final class JpegDecoder implements AutoCloseable {
    /** Rows start at multiples of this, and the vector code of swscale may write up to the end of the last one. */
    private static final int ALIGNMENT = 64;

    private static final int FLAGS = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;

    static {
        // A damaged picture is a verdict with a reason; libav would also write it to stderr for each.
        av_log_set_level(AV_LOG_QUIET);
    }

    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);

    private @Nullable SwsContext converter;
    private @Nullable BytePointer pixels;
    private long capacity;

    /**
     * A decoded picture, valid until the next one is decoded.
     *
     * @param rgb first byte of the first row
     * @param stride bytes from one row to the next
     */
    record Picture(BytePointer rgb, int stride) {}

    JpegDecoder() {
        context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG));
        context.thread_count(1);
        context.err_recognition(AV_EF_EXPLODE);
        if (avcodec_open2(context, avcodec_find_decoder(AV_CODEC_ID_MJPEG), (AVDictionary) null) < 0) {
            avcodec_free_context(context);
            throw new IllegalStateException("libavcodec has no JPEG decoder");
        }
        packet = av_packet_alloc();
        frame = av_frame_alloc();
    }

    /** Decodes a picture whose header has been read. */
    Picture decode(byte[] jpeg, JpegHeader header) throws UnusableImageException {
        try {
            receive(jpeg);
            if (frame.width() != header.width() || frame.height() != header.height()) {
                throw new UnusableImageException("JPEG whose header says " + header.width() + "x" + header.height()
                        + " but which decodes to " + frame.width() + "x" + frame.height());
            }
            return convert();
        } finally {
            av_frame_unref(frame);
        }
    }

    private void receive(byte[] jpeg) throws UnusableImageException {
        if (av_new_packet(packet, jpeg.length) < 0) {
            throw new IllegalStateException("no native memory for a JPEG of " + jpeg.length + " bytes");
        }
        try {
            packet.data().put(jpeg, 0, jpeg.length);
            boolean decoded = avcodec_send_packet(context, packet) >= 0 && avcodec_receive_frame(context, frame) >= 0;
            if (!decoded || frame.decode_error_flags() != 0) {
                avcodec_flush_buffers(context);
                throw new UnusableImageException("damaged JPEG of " + jpeg.length + " bytes");
            }
        } finally {
            av_packet_unref(packet);
        }
    }

    private Picture convert() throws UnusableImageException {
        int width = frame.width();
        int height = frame.height();
        converter = sws_getCachedContext(
                converter,
                width,
                height,
                frame.format(),
                width,
                height,
                AV_PIX_FMT_RGB24,
                FLAGS,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (converter == null) {
            throw new UnusableImageException("JPEG with a pixel format that is not supported");
        }
        int stride = (width * 3 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        BytePointer rgb = reserve((long) stride * height + ALIGNMENT);
        planes.put(0, rgb);
        strides.put(0, stride);
        sws_scale(converter, new PointerPointer<>(frame), frame.linesize(), 0, height, planes, strides);
        return new Picture(rgb, stride);
    }

    private BytePointer reserve(long bytes) {
        BytePointer current = pixels;
        if (current != null && capacity >= bytes) {
            return current;
        }
        release();
        Pointer memory = av_malloc(bytes);
        if (memory == null || memory.isNull()) {
            throw new IllegalStateException("no native memory for a picture of " + bytes + " bytes");
        }
        BytePointer fresh = new BytePointer(memory).capacity(bytes);
        pixels = fresh;
        capacity = bytes;
        return fresh;
    }

    private void release() {
        if (pixels != null) {
            av_free(pixels);
            pixels = null;
            capacity = 0;
        }
    }

    @Override
    public void close() {
        release();
        sws_freeContext(converter);
        converter = null;
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
        planes.close();
        strides.close();
    }
}
