package io.vidette.ingest.rtsp;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.vidette.ingest.synthetic.SyntheticScene;
import io.vidette.ingest.synthetic.SyntheticSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Videos for the test cameras: H.264 encoded on the spot from the synthetic camera, H.265 from a small committed file. */
public final class TestClips {
    private TestClips() {}

    /** One key picture per second. */
    public static VideoClip h264(int width, int height, int fps, int pictures) {
        return VideoClip.parse(VideoClip.Codec.H264, h264Bytes(width, height, fps, pictures), fps);
    }

    /** 320x180 pixels at 15 pictures per second. */
    public static VideoClip h265() {
        String name = "pattern-320x180-15fps.h265";
        try (InputStream in = Objects.requireNonNull(TestClips.class.getResourceAsStream(name), name)) {
            return VideoClip.parse(VideoClip.Codec.H265, in.readAllBytes(), 15);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A byte stream, which is also a playable file. */
    @SuppressWarnings("NullAway") // javacpp takes null for "no options" and "no more"
    public static byte[] h264Bytes(int width, int height, int fps, int pictures) {
        AVCodecContext encoder = avcodec_alloc_context3(avcodec_find_encoder_by_name("libopenh264"));
        encoder.width(width);
        encoder.height(height);
        encoder.pix_fmt(AV_PIX_FMT_YUV420P);
        encoder.time_base(av_make_q(1, fps));
        encoder.framerate(av_make_q(fps, 1));
        encoder.gop_size(fps);
        encoder.bit_rate(800_000);
        if (avcodec_open2(encoder, encoder.codec(), (AVDictionary) null) < 0) {
            throw new IllegalStateException("libopenh264 does not open");
        }
        AVFrame frame = av_frame_alloc();
        frame.width(width);
        frame.height(height);
        frame.format(AV_PIX_FMT_YUV420P);
        av_frame_get_buffer(frame, 0);
        AVPacket packet = av_packet_alloc();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        SyntheticScene scene = new SyntheticScene(new SyntheticSettings(width, height, fps, 4, 7, 0));
        for (int i = 0; i < pictures; i++) {
            av_frame_make_writable(frame);
            fill(frame, scene.draw(i), width, height);
            frame.pts(i);
            avcodec_send_frame(encoder, frame);
            drain(encoder, packet, stream);
        }
        avcodec_send_frame(encoder, (AVFrame) null);
        drain(encoder, packet, stream);
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(encoder);
        return stream.toByteArray();
    }

    private static void drain(AVCodecContext encoder, AVPacket packet, ByteArrayOutputStream stream) {
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            stream.writeBytes(bytes);
            av_packet_unref(packet);
        }
    }

    /** BT.601 in plain Java: clarity before speed, as clips are small. */
    private static void fill(AVFrame frame, byte[] bgr, int width, int height) {
        byte[][] planes = {new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = (y * width + x) * 3;
                int b = bgr[i] & 255;
                int g = bgr[i + 1] & 255;
                int r = bgr[i + 2] & 255;
                planes[0][y * width + x] = (byte) (16 + ((66 * r + 129 * g + 25 * b) >> 8));
                if ((x & 1) == 0 && (y & 1) == 0) {
                    int c = y / 2 * (width / 2) + x / 2;
                    planes[1][c] = (byte) (128 + ((-38 * r - 74 * g + 112 * b) >> 8));
                    planes[2][c] = (byte) (128 + ((112 * r - 94 * g - 18 * b) >> 8));
                }
            }
        }
        for (int plane = 0; plane < 3; plane++) {
            int rowBytes = plane == 0 ? width : width / 2;
            int rows = plane == 0 ? height : height / 2;
            for (int y = 0; y < rows; y++) {
                frame.data(plane).position((long) y * frame.linesize(plane)).put(planes[plane], y * rowBytes, rowBytes);
            }
        }
    }
}
