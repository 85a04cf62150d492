package io.vidette.detector.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.vidette.topology.message.Box;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Small pictures in rows, with the boxes that two models found: orange and above for the first, blue and below for the
 * second, and heavy where the other did not find the same. Drawn with OpenCV, as {@link Annotator} says.
 */
public final class ContactSheet {
    private static final int MARGIN = 8;
    private static final int CAPTION = 20;
    private static final int HEAD = 30;
    private static final int MOST_COLUMNS = 4;
    private static final double LETTERS = 0.42;
    private static final double BOX_LETTERS = 0.36;

    /** Blue, green, red; two that all eyes tell apart (Okabe and Ito, Color Universal Design, 2008). */
    private static final int[] ORANGE = {0, 159, 230};

    private static final int[] BLUE = {233, 180, 86};
    private static final int[] INK = {40, 34, 34};
    private static final int[] GREY = {225, 225, 225};
    private static final int[] WHITE = {255, 255, 255};

    private ContactSheet() {}

    /** Whose a box is. */
    public enum Side {
        A,
        B
    }

    /**
     * A box to draw.
     *
     * @param box in pixels of the frame
     * @param single whether the other side has none like it
     */
    public record Mark(Side side, Box box, String text, boolean single) {}

    /**
     * A picture to draw.
     *
     * @param jpeg absent where it is no more
     * @param width of the frame in pixels, above 0
     * @param height of the frame in pixels, above 0
     */
    public record Cell(Optional<byte[]> jpeg, int width, int height, String caption, List<Mark> marks) {
        public Cell {
            marks = List.copyOf(marks);
            if (width <= 0 || height <= 0) {
                throw new IllegalArgumentException("a frame of " + width + "x" + height);
            }
        }
    }

    /**
     * Draws a sheet of all cells, row by row.
     *
     * @param a name of the first side
     * @param b name of the second side
     * @param cellWidth pixels of a picture on the sheet
     * @return PNG
     */
    public static byte[] draw(String a, String b, List<Cell> cells, int cellWidth) {
        int columns = Math.max(1, Math.min(MOST_COLUMNS, cells.size()));
        int rows = (cells.size() + columns - 1) / columns;
        int cellHeight =
                cells.stream().mapToInt(cell -> heightAt(cell, cellWidth)).max().orElse(0);
        int width = MARGIN + columns * (cellWidth + MARGIN);
        int height = HEAD + rows * (cellHeight + CAPTION + MARGIN);
        try (Scalar white = scalar(WHITE);
                Mat sheet = new Mat(height, width, CV_8UC3, white);
                JpegDecoder decoder = new JpegDecoder();
                BytePointer encoded = new BytePointer()) {
            int x = legend(sheet, ORANGE, "A  " + a, MARGIN);
            legend(sheet, BLUE, "B  " + b, x);
            for (int i = 0; i < cells.size(); i++) {
                int left = MARGIN + i % columns * (cellWidth + MARGIN);
                int top = HEAD + i / columns * (cellHeight + CAPTION + MARGIN);
                draw(sheet, decoder, cells.get(i), left, top, cellWidth);
            }
            if (!imencode(".png", sheet, encoded)) {
                throw new IllegalStateException("cannot encode a PNG");
            }
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    private static int heightAt(Cell cell, int cellWidth) {
        return Math.max(1, Math.round(cellWidth * (float) cell.height() / cell.width()));
    }

    /** Gives where the next one may begin. */
    private static int legend(Mat sheet, int[] colour, String text, int x) {
        fill(sheet, colour, x, 9, x + 14, 23);
        return x + 22 + write(sheet, text, LETTERS, INK, x + 20, 21) + 20;
    }

    private static void draw(Mat sheet, JpegDecoder decoder, Cell cell, int left, int top, int cellWidth) {
        int height = heightAt(cell, cellWidth);
        try (Rect place = new Rect(left, top, cellWidth, height);
                Mat picture = new Mat(sheet, place)) {
            String missing = paste(decoder, cell, picture);
            if (!missing.isEmpty()) {
                fill(picture, GREY, 0, 0, cellWidth, height);
                write(picture, missing, LETTERS, INK, MARGIN, height / 2);
            }
            float scale = (float) cellWidth / cell.width();
            // What both found first, so that what differs lies on top.
            for (boolean single : new boolean[] {false, true}) {
                cell.marks().stream()
                        .filter(mark -> mark.single() == single)
                        .forEach(mark -> outline(picture, mark, scale));
            }
            cell.marks().stream().filter(Mark::single).forEach(mark -> label(picture, mark, scale));
        }
        write(sheet, fitting(cell.caption(), cellWidth), LETTERS, INK, left, top + height + 14);
    }

    /** Says why there is no picture; empty where there is one. */
    private static String paste(JpegDecoder decoder, Cell cell, Mat place) {
        if (cell.jpeg().isEmpty()) {
            return "expired";
        }
        try {
            Mat decoded = decoder.decode(cell.jpeg().get());
            try (Size size = new Size(place.cols(), place.rows());
                    Mat small = new Mat()) {
                resize(decoded, small, size, 0, 0, INTER_AREA);
                cvtColor(small, small, COLOR_RGB2BGR);
                small.copyTo(place);
            }
            return "";
        } catch (UnusableImageException e) {
            return "unreadable";
        }
    }

    private static void outline(Mat picture, Mark mark, float scale) {
        try (Point from = new Point(
                        Math.round(mark.box().x1() * scale),
                        Math.round(mark.box().y1() * scale));
                Point to = new Point(
                        Math.round(mark.box().x2() * scale),
                        Math.round(mark.box().y2() * scale));
                Scalar colour = scalar(colour(mark.side()))) {
            rectangle(picture, from, to, colour, mark.single() ? 2 : 1, LINE_AA, 0);
        }
    }

    /** Above or below the box where there is room, else inside it. */
    private static void label(Mat picture, Mark mark, float scale) {
        try (IntPointer baseline = new IntPointer(1);
                Size size = getTextSize(ascii(mark.text()), FONT_HERSHEY_SIMPLEX, BOX_LETTERS, 1, baseline)) {
            int height = size.height() + baseline.get() + 2;
            int top = mark.side() == Side.A
                    ? Math.round(mark.box().y1() * scale) - height
                    : Math.round(mark.box().y2() * scale);
            top = Math.max(0, Math.min(top, picture.rows() - height));
            int left = Math.max(0, Math.min(Math.round(mark.box().x1() * scale), picture.cols() - size.width() - 4));
            fill(picture, colour(mark.side()), left, top, left + size.width() + 4, top + height);
            write(picture, mark.text(), BOX_LETTERS, INK, left + 2, top + size.height() + 1);
        }
    }

    /** Gives the width of what was written. */
    private static int write(Mat picture, String text, double letters, int[] colour, int x, int baseline) {
        try (IntPointer below = new IntPointer(1);
                Size size = getTextSize(ascii(text), FONT_HERSHEY_SIMPLEX, letters, 1, below);
                Point place = new Point(x, baseline);
                Scalar ink = scalar(colour)) {
            putText(picture, ascii(text), place, FONT_HERSHEY_SIMPLEX, letters, ink, 1, LINE_AA, false);
            return size.width();
        }
    }

    private static void fill(Mat picture, int[] colour, int x1, int y1, int x2, int y2) {
        try (Point from = new Point(x1, y1);
                Point to = new Point(x2, y2);
                Scalar paint = scalar(colour)) {
            rectangle(picture, from, to, paint, FILLED, LINE_AA, 0);
        }
    }

    private static String fitting(String text, int width) {
        String fitting = ascii(text);
        try (IntPointer below = new IntPointer(1)) {
            while (!fitting.isEmpty() && widthOf(fitting, below) > width) {
                fitting = fitting.substring(0, fitting.length() - 1);
            }
        }
        return fitting;
    }

    private static int widthOf(String text, IntPointer below) {
        try (Size size = getTextSize(text, FONT_HERSHEY_SIMPLEX, LETTERS, 1, below)) {
            return size.width();
        }
    }

    private static int[] colour(Side side) {
        return side == Side.A ? ORANGE : BLUE;
    }

    private static Scalar scalar(int[] colour) {
        return new Scalar(colour[0], colour[1], colour[2], 0);
    }

    /** The stroke letters are ASCII only. */
    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
