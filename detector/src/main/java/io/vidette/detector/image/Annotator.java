package io.vidette.detector.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws detections on their picture. With OpenCV, whose letters are strokes within the library: Java's need fonts, which
 * a server often lacks.
 */
public final class Annotator {
    /** Turns the colour wheel by the golden angle, so that neighbouring classes look different. */
    private static final float GOLDEN_TURN = 0.618034f;

    private Annotator() {}

    /**
     * Draws boxes with label and score; the best lies on top.
     *
     * @param detections boxes in pixels of the decoded picture
     * @param extension {@code .jpg} or {@code .png}: the format of the result
     * @throws UnusableImageException when the picture cannot be decoded
     */
    public static byte[] draw(byte[] jpeg, List<Detection> detections, String extension) throws UnusableImageException {
        try (JpegDecoder decoder = new JpegDecoder();
                Mat picture = decoder.decode(jpeg);
                BytePointer encoded = new BytePointer()) {
            cvtColor(picture, picture, COLOR_RGB2BGR);
            int pixels = Math.max(picture.cols(), picture.rows());
            for (int i = detections.size() - 1; i >= 0; i--) {
                draw(picture, detections.get(i), Math.max(1, Math.round(pixels / 400f)));
            }
            if (!imencode(extension, picture, encoded)) {
                throw new IllegalStateException("cannot encode " + extension);
            }
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    private static void draw(Mat picture, Detection detection, int line) {
        Box box = detection.box();
        String text = String.format(Locale.ROOT, "%s %.2f", ascii(detection.label()), detection.score());
        double fontScale = Math.max(0.35, line * 0.25);
        int thickness = Math.max(1, line / 2);
        Color fill = Color.getHSBColor(detection.classId() * GOLDEN_TURN, 0.85f, 0.95f);
        boolean bright = 0.299 * fill.getRed() + 0.587 * fill.getGreen() + 0.114 * fill.getBlue() > 140;
        try (Scalar colour = new Scalar(fill.getBlue(), fill.getGreen(), fill.getRed(), 0);
                Scalar ink = bright ? new Scalar(0, 0, 0, 0) : new Scalar(255, 255, 255, 0);
                IntPointer baseline = new IntPointer(1);
                Size size = getTextSize(text, FONT_HERSHEY_SIMPLEX, fontScale, thickness, baseline);
                Point corner = new Point(Math.round(box.x1()), Math.round(box.y1()));
                Point opposite = new Point(Math.round(box.x2()), Math.round(box.y2()))) {
            rectangle(picture, corner, opposite, colour, line, LINE_AA, 0);
            int height = size.height() + baseline.get() + line;
            // Above the box where there is room, else inside it; and never beyond the right edge.
            int top = corner.y() >= height ? corner.y() - height : corner.y();
            int left = Math.max(0, Math.min(corner.x(), picture.cols() - size.width() - line));
            try (Point from = new Point(left, top);
                    Point to = new Point(left + size.width() + line, top + height);
                    Point text0 = new Point(left + line / 2, top + line / 2 + size.height())) {
                rectangle(picture, from, to, colour, FILLED, LINE_AA, 0);
                putText(picture, text, text0, FONT_HERSHEY_SIMPLEX, fontScale, ink, thickness, LINE_AA, false);
            }
        }
    }

    /** The stroke letters are ASCII only. */
    private static String ascii(String label) {
        return label.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
