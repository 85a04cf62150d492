package io.vidette.detector.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Decodes JPEGs into squares of bytes, red first: the input of a network.
 *
 * <p>Pictures that already have the right size, as frames from ingest do, are copied; others are scaled by the filters of
 * OpenCV that YOLOv5 was measured with.
 *
 * <p>Threading: for one thread at a time.
 */
public final class SquareWriter implements AutoCloseable {
    private final JpegDecoder decoder = new JpegDecoder();
    private final Fit fit;

    public SquareWriter(Fit fit) {
        this.fit = fit;
    }

    /**
     * Decodes a picture into a square.
     *
     * @param square first byte of the square of {@code side * side * 3} bytes
     * @return how the picture lies in it
     */
    public Letterbox write(byte[] jpeg, int side, BytePointer square) throws UnusableImageException {
        Mat picture = decoder.decode(jpeg);
        Letterbox letterbox = Letterbox.fit(picture.cols(), picture.rows(), side, fit);
        if (letterbox.scaledWidth() < side || letterbox.scaledHeight() < side) {
            Pointer.memset(square, Letterbox.GRAY, (long) side * side * 3);
        }
        long origin = ((long) letterbox.top() * side + letterbox.left()) * 3;
        // Not closed: a pointer made of another frees the other's memory.
        BytePointer first = square.getPointer(BytePointer.class, origin);
        try (Mat target = new Mat(letterbox.scaledHeight(), letterbox.scaledWidth(), CV_8UC3, first, (long) side * 3)) {
            if (letterbox.isUnscaled()) {
                picture.copyTo(target);
            } else {
                try (Size size = new Size(letterbox.scaledWidth(), letterbox.scaledHeight())) {
                    resize(picture, target, size, 0, 0, filter(letterbox));
                }
            }
        }
        return letterbox;
    }

    private static int filter(Letterbox letterbox) {
        boolean shrinks = Math.max(letterbox.width(), letterbox.height()) > letterbox.side();
        return letterbox.fit() == Fit.VALIDATE && shrinks ? INTER_AREA : INTER_LINEAR;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
