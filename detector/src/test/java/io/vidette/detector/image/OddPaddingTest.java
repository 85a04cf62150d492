package io.vidette.detector.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.message.Box;
import java.awt.Color;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where an odd column or row of padding lies. YOLOv5 puts {@code round(d - 0.1)} before the picture and {@code round(d +
 * 0.1)} behind it, with {@code d} half of the padding. Here that is 13 of 64: 6 before and 7 behind.
 */
class OddPaddingTest {
    private static final int SIDE = 64;
    private static final int PICTURE = 51;
    private static final String GRAY_WHITE_GRAY = "g".repeat(6) + "W".repeat(51) + "g".repeat(7);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRETCH")
    void addsAnOddColumnOnTheRight(Fit fit) throws Exception {
        assertThat(Letterbox.fit(PICTURE, SIDE, SIDE, fit))
                .isEqualTo(new Letterbox(fit, SIDE, PICTURE, SIDE, PICTURE, SIDE, 6, 0));
        try (SquareWriter writer = new SquareWriter(fit);
                BytePointer square = new BytePointer(SIDE * SIDE * 3L)) {
            writer.write(Jpegs.plain(PICTURE, SIDE, Color.WHITE), SIDE, square);

            for (int y : new int[] {0, 31, 63}) {
                assertThat(pixels(square, y * SIDE, 1)).as("row %d", y).isEqualTo(GRAY_WHITE_GRAY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRETCH")
    void addsAnOddRowBelow(Fit fit) throws Exception {
        assertThat(Letterbox.fit(SIDE, PICTURE, SIDE, fit))
                .isEqualTo(new Letterbox(fit, SIDE, SIDE, PICTURE, SIDE, PICTURE, 0, 6));
        try (SquareWriter writer = new SquareWriter(fit);
                BytePointer square = new BytePointer(SIDE * SIDE * 3L)) {
            writer.write(Jpegs.plain(SIDE, PICTURE, Color.WHITE), SIDE, square);

            for (int x : new int[] {0, 31, 63}) {
                assertThat(pixels(square, x, SIDE)).as("column %d", x).isEqualTo(GRAY_WHITE_GRAY);
            }
        }
    }

    /** The predictor of newer models takes off the whole pixels of padding; detect.py and val.py take off half of 13. */
    @Test
    void mapsBoxesBackByThePaddingOfTheirFit() {
        Box whole = new Box(0, 0, PICTURE, SIDE);
        assertThat(Letterbox.fit(PICTURE, SIDE, SIDE, Fit.PREDICT).toPicture(6, 0, 57, SIDE))
                .isEqualTo(whole);
        assertThat(Letterbox.fit(PICTURE, SIDE, SIDE, Fit.DETECT).toPicture(6.5f, 0, 57.5f, SIDE))
                .isEqualTo(whole);
        assertThat(Letterbox.fit(PICTURE, SIDE, SIDE, Fit.VALIDATE).toPicture(6.5f, 0, 57.5f, SIDE))
                .isEqualTo(whole);
    }

    /** A row or column of the square, a letter for each pixel: W for white, g for the gray of the padding. */
    private static String pixels(BytePointer square, int first, int step) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < SIDE; i++) {
            int red = square.get((first + (long) i * step) * 3) & 0xff;
            letters.append(red == 114 ? 'g' : red > 250 ? 'W' : '?');
        }
        return letters.toString();
    }
}
