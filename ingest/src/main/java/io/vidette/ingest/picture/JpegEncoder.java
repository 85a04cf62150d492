package io.vidette.ingest.picture;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pixels to JPEG by OpenCV, which brings libjpeg-turbo: half the time of libavcodec's encoder. */
final class JpegEncoder implements AutoCloseable {
    private static final BytePointer FORMAT = new BytePointer(".jpg");

    private final IntPointer parameters;

    /** With a quality of 1..100. */
    JpegEncoder(int quality) {
        this.parameters = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    byte[] encode(Mat bgr) {
        try (BytePointer encoded = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(FORMAT, bgr, encoded, parameters)) {
                throw new IllegalStateException("JPEG encoder failed on " + bgr.cols() + "x" + bgr.rows() + " pixels");
            }
            byte[] jpeg = new byte[(int) encoded.limit()];
            encoded.get(jpeg);
            return jpeg;
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
