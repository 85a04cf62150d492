package io.vidette.ingest.picture;

import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;
import static org.bytedeco.opencv.global.opencv_video.createBackgroundSubtractorMOG2;

import io.vidette.ingest.source.SourceFrame;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.BackgroundSubtractorMOG2;

/**
 * Detects motion on a thumbnail: compares each pixel with a background model of recent frames, a mixture of Gaussians
 * (Zivkovic, 2004), and ignores single pixels as noise. Takes about a millisecond per frame.
 *
 * <p>Threading: one thread.
 */
public final class MotionDetector implements AutoCloseable {
    private static final int SIDE = 160;
    /** Frames that the background is learnt from. */
    private static final int HISTORY = 200;
    /** Squared distance in standard deviations at which a pixel is not background; OpenCV's own is 16. */
    private static final double DISTANCE = 25;
    /** Number of initial frames that always count as motion. */
    private static final int FIRST = 5;

    private final double area;
    private final FrameScaler scaler = new FrameScaler();
    private final BackgroundSubtractorMOG2 background = createBackgroundSubtractorMOG2(HISTORY, DISTANCE, false);
    private final Mat moving = new Mat();
    private final Mat speck;
    private int seen;

    /** @param area share of the picture that must change, 0 to 1 */
    public MotionDetector(double area) {
        this.area = area;
        try (Size three = new Size(3, 3)) {
            speck = getStructuringElement(MORPH_RECT, three);
        }
    }

    /** Whether something moved since the frames before. */
    public boolean moves(SourceFrame frame) {
        AVFrame picture = frame.picture();
        Mat thumbnail = scaler.scale(picture, new PictureSize(picture.width(), picture.height()).fit(SIDE));
        background.apply(thumbnail, moving);
        morphologyEx(moving, moving, MORPH_OPEN, speck);
        seen = Math.min(FIRST + 1, seen + 1);
        return seen <= FIRST || countNonZero(moving) > area * moving.rows() * moving.cols();
    }

    @Override
    public void close() {
        scaler.close();
        background.close();
        moving.close();
        speck.close();
    }
}
