package io.vidette.detector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.Seeds;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SquareWriterTest {
    private static final int SIDE = 64;

    private final SquareWriter writer = new SquareWriter(Fit.DETECT);
    private final BytePointer square = new BytePointer(SIDE * SIDE * 3L);

    @AfterEach
    void release() {
        writer.close();
        square.close();
    }

    @Test
    void centresThePictureAndWritesRedFirst() throws Exception {
        writer.write(Jpegs.plain(64, 32, Color.RED), SIDE, square);

        assertThat(pixel(0, 15)).containsExactly(114, 114, 114);
        assertThat(pixel(0, 16)[0]).isGreaterThan(250);
        assertThat(pixel(63, 47)[0]).isGreaterThan(250);
        assertThat(pixel(63, 47)[2]).isLessThan(5);
        assertThat(pixel(63, 48)).containsExactly(114, 114, 114);
    }

    @Test
    void scalesLargeAndSmallPictures() throws Exception {
        for (int width : new int[] {7, 100, 333}) {
            Letterbox letterbox = writer.write(Jpegs.plain(width, width * 2, Color.BLUE), SIDE, square);

            assertThat(letterbox.scaledHeight()).isEqualTo(SIDE);
            assertThat(pixel(32, 32)[2]).isGreaterThan(250);
            assertThat(pixel(0, 32)).containsExactly(114, 114, 114);
        }
    }

    @Test
    void averagesPixelsForValidation() throws Exception {
        // Stripes of eight columns, of which straight lines between pixels would see two.
        byte[] stripes = Jpegs.stripes(SIDE * 8, SIDE * 8, 8);
        try (SquareWriter validating = new SquareWriter(Fit.VALIDATE)) {
            validating.write(stripes, SIDE, square);
        }
        assertThat(pixel(20, 20)[0]).isBetween(120, 136);
        writer.write(stripes, SIDE, square);
        assertThat(pixel(20, 20)[0]).isGreaterThan(200);
    }

    @Test
    void overwritesThePreviousPicture() throws Exception {
        writer.write(Jpegs.plain(64, 64, Color.WHITE), SIDE, square);
        writer.write(Jpegs.plain(64, 32, Color.BLACK), SIDE, square);

        assertThat(pixel(10, 3)).containsExactly(114, 114, 114);
    }

    @Test
    void refusesAHeaderWithAnExcessiveSize() {
        assertRefused(Jpegs.claiming(30_000, 30_000), "30000x30000");
        assertRefused(Jpegs.claiming(16_000, 16_000), "16000x16000");
        assertRefused(Jpegs.claiming(0, 10), "0x10");
    }

    @Test
    void refusesInvalidOrTruncatedJpegs() {
        byte[] jpeg = Jpegs.random(100, 80, 1);
        assertRefused(new byte[0], "not a JPEG");
        assertRefused("GIF89a and more".getBytes(StandardCharsets.US_ASCII), "not a JPEG");
        assertRefused(Arrays.copyOf(jpeg, jpeg.length - 2), "cut short");
        assertRefused(Arrays.copyOf(jpeg, jpeg.length / 2), "cut short");
        assertRefused(Arrays.copyOf(jpeg, 30), "cut short");
    }

    @Test
    void survivesDamagedJpegs() {
        byte[] jpeg = Jpegs.random(100, 80, 1);
        Seeds.each(300, random -> {
            byte[] damaged = jpeg.clone();
            for (int i = 0; i < 4; i++) {
                damaged[2 + random.nextInt(600)] = (byte) random.nextInt();
            }
            try {
                writer.write(damaged, SIDE, square);
            } catch (UnusableImageException expected) {
                assertThat(expected.getMessage()).isNotBlank().doesNotContain("\n");
            }
        });
    }

    @Test
    void drawsDetectionsOnThePicture() throws Exception {
        byte[] jpeg = Jpegs.plain(200, 100, Color.WHITE);
        Detection cat = new Detection(0, "cät", 0.5f, new Box(20, 30, 180, 90));

        BufferedImage drawn = read(Annotator.draw(jpeg, List.of(cat), ".png"));

        assertThat(drawn.getWidth()).isEqualTo(200);
        assertThat(new Color(drawn.getRGB(20, 60))).isNotEqualTo(Color.WHITE);
        assertThat(new Color(drawn.getRGB(100, 60))).isEqualTo(Color.WHITE);
        assertThat(read(Annotator.draw(jpeg, List.of(), ".jpg")).getHeight()).isEqualTo(100);
    }

    private static BufferedImage read(byte[] picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture));
    }

    private void assertRefused(byte[] jpeg, String reason) {
        assertThatThrownBy(() -> writer.write(jpeg, SIDE, square))
                .isInstanceOf(UnusableImageException.class)
                .hasMessageContaining(reason);
    }

    private int[] pixel(int x, int y) {
        long first = (y * (long) SIDE + x) * 3;
        return new int[] {square.get(first) & 0xff, square.get(first + 1) & 0xff, square.get(first + 2) & 0xff};
    }
}
