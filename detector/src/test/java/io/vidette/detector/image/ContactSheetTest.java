package io.vidette.detector.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.image.ContactSheet.Cell;
import io.vidette.detector.image.ContactSheet.Mark;
import io.vidette.detector.image.ContactSheet.Side;
import io.vidette.topology.message.Box;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ContactSheetTest {
    private static final int WIDTH = 200;
    private static final Color GREEN = new Color(20, 120, 20);

    /** Cells of 200 by 100 pixels begin at 8, 30 and 216, 30. */
    @Test
    void drawsPicturesInTheirCellsWithTheBoxesOfBoth() throws IOException {
        byte[] jpeg = Jpegs.plain(100, 50, GREEN);
        Cell good = cell(
                Optional.of(jpeg),
                new Mark(Side.A, new Box(10, 20, 30, 40), "car 0.50", true),
                new Mark(Side.B, new Box(60, 5, 80, 25), "car 0.50", true));
        Cell expired = cell(Optional.empty());
        Cell unreadable = cell(Optional.of(new byte[] {1, 2, 3}));

        BufferedImage sheet = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(
                ContactSheet.draw("live", "night", List.of(good, expired, unreadable), WIDTH))));

        assertThat(sheet.getWidth()).isEqualTo(8 + 3 * (WIDTH + 8));
        assertThat(near(sheet, 8 + 100, 30 + 90, GREEN)).isTrue();
        assertThat(near(sheet, 8 + 20, 30 + 60, new Color(230, 159, 0))).isTrue();
        assertThat(near(sheet, 8 + 160, 30 + 30, new Color(86, 180, 233))).isTrue();
        assertThat(near(sheet, 216 + 190, 30 + 10, new Color(225, 225, 225))).isTrue();
        assertThat(near(sheet, 424 + 190, 30 + 10, new Color(225, 225, 225))).isTrue();
    }

    /** Boxes beyond the picture, and captions too long for it, stay within their cell. */
    @Test
    void clipsBoxesAndTextToTheCell() throws IOException {
        Cell wide = new Cell(
                Optional.empty(),
                100,
                50,
                "a caption that is far too long for a picture as small as this one is",
                List.of(new Mark(Side.B, new Box(90, 40, 400, 300), "a very long label 0.99", true)));

        BufferedImage sheet = Objects.requireNonNull(
                ImageIO.read(new ByteArrayInputStream(ContactSheet.draw("a", "b", List.of(wide), WIDTH))));

        for (int y = 30; y < sheet.getHeight(); y++) {
            assertThat(new Color(sheet.getRGB(sheet.getWidth() - 3, y))).isEqualTo(Color.WHITE);
        }
    }

    private static Cell cell(Optional<byte[]> jpeg, Mark... marks) {
        return new Cell(jpeg, 100, 50, "gate  0-1", List.of(marks));
    }

    private static boolean near(BufferedImage sheet, int x, int y, Color wanted) {
        Color found = new Color(sheet.getRGB(x, y));
        return Math.abs(found.getRed() - wanted.getRed()) < 12
                && Math.abs(found.getGreen() - wanted.getGreen()) < 12
                && Math.abs(found.getBlue() - wanted.getBlue()) < 12;
    }
}
