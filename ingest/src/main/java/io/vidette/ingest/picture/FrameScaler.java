package io.vidette.ingest.picture;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.vidette.ingest.libav.OpenNatives;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.jspecify.annotations.Nullable;

/**
 * Scales and converts in one step, from the source's pixel format to blue, green and red bytes. Follows a source that
 * changes its resolution in mid-stream.
 *
 * <p>Threading: one thread.
 */
final class FrameScaler implements AutoCloseable {
    /**
     * The vector code of swscale writes whole blocks of pixels: past the end of a row whose width is not a multiple of them,
     * and at the last row past the end of the picture. Rows are this much longer in pixels, and there is one more.
     */
    private static final int PADDING = 64;

    private final PointerPointer<?> planes = new PointerPointer<>(4);
    private final IntPointer stride = new IntPointer(4);
    private @Nullable SwsContext context;
    private @Nullable Shape shape;
    /** Owns the memory; the target is its upper left part. */
    private Mat storage = new Mat();

    private Mat target = new Mat();

    /** The picture at the size wanted, {@code [height, width, 3]} bytes; valid until the next call. */
    Mat scale(AVFrame picture, PictureSize size) {
        Shape wanted = new Shape(
                picture.width(), picture.height(), picture.format(), isFullRange(picture), picture.colorspace(), size);
        SwsContext ready = context;
        if (ready == null || !wanted.equals(shape)) {
            ready = prepare(wanted);
        }
        stride.put(0, (int) target.step());
        planes.put(0, target.data());
        sws_scale(ready, new PointerPointer<>(picture), picture.linesize(), 0, picture.height(), planes, stride);
        return target;
    }

    @SuppressWarnings("NullAway") // javacpp takes null for "no filter"
    private SwsContext prepare(Shape wanted) {
        release();
        PictureSize to = wanted.to();
        SwsContext made = sws_getContext(
                wanted.width(),
                wanted.height(),
                wanted.format(),
                to.width(),
                to.height(),
                AV_PIX_FMT_BGR24,
                SWS_BILINEAR,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (made == null) {
            throw new IllegalArgumentException(
                    "cannot scale " + wanted.width() + "x" + wanted.height() + " pixels of format " + wanted.format());
        }
        OpenNatives.opened();
        IntPointer from = sws_getCoefficients(wanted.space() == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_DEFAULT);
        IntPointer rgb = sws_getCoefficients(SWS_CS_DEFAULT);
        sws_setColorspaceDetails(made, from, wanted.fullRange() ? 1 : 0, rgb, 1, 0, 1 << 16, 1 << 16);
        storage = new Mat(to.height() + 1, (to.width() / PADDING + 1) * PADDING, opencv_core.CV_8UC3);
        try (Rect part = new Rect(0, 0, to.width(), to.height())) {
            target = new Mat(storage, part);
        }
        shape = wanted;
        context = made;
        return made;
    }

    private static boolean isFullRange(AVFrame picture) {
        int format = picture.format();
        return picture.color_range() == AVCOL_RANGE_JPEG
                || format == AV_PIX_FMT_YUVJ420P
                || format == AV_PIX_FMT_YUVJ422P
                || format == AV_PIX_FMT_YUVJ444P;
    }

    private void release() {
        if (context != null) {
            sws_freeContext(context);
            OpenNatives.closed();
            context = null;
        }
        shape = null;
        target.close();
        storage.close();
    }

    @Override
    public void close() {
        release();
        planes.close();
        stride.close();
    }

    private record Shape(int width, int height, int format, boolean fullRange, int space, PictureSize to) {}
}
