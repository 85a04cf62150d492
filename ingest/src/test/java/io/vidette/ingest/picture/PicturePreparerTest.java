package io.vidette.ingest.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.ingest.Sources;
import io.vidette.ingest.TestSources;
import io.vidette.ingest.libav.OpenNatives;
import io.vidette.ingest.picture.PicturePreparer.Picture;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.synthetic.SyntheticScene;
import io.vidette.ingest.synthetic.SyntheticSettings;
import io.vidette.topology.config.Secrets;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturePreparerTest {
    @ParameterizedTest
    @CsvSource({
        "1920, 1080, 640, 640, 360",
        "1080, 1920, 640, 360, 640",
        "640, 360, 640, 640, 360",
        "320, 240, 640, 320, 240",
        "641, 361, 640, 640, 360",
        "333, 77, 640, 332, 76",
        "4000, 10, 640, 640, 2",
        "1, 1, 640, 1, 1",
    })
    void fitsTheLongestSideAndNeverEnlarges(int width, int height, int maxSide, int toWidth, int toHeight) {
        assertThat(new PictureSize(width, height).fit(maxSide)).isEqualTo(new PictureSize(toWidth, toHeight));
    }

    @Test
    void scalesAndKeepsTheColours() throws Exception {
        long openBefore = OpenNatives.stillOpen();
        Picture picture = prepare("synthetic:?size=640x480&objects=3&seed=5&frames=1", 320, 95);
        BufferedImage image = decode(picture);
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(240);
        assertThat(picture.source()).isEqualTo(new PictureSize(640, 480));
        byte[] drawn = new SyntheticScene(new SyntheticSettings(640, 480, 15, 3, 5, 1)).draw(0);
        assertThat(meanDifference(image, drawn, 640)).isLessThan(6);
        assertThat(OpenNatives.stillOpen()).isEqualTo(openBefore);
    }

    @Test
    void writesSmallerJpegsAtLowerQuality() throws Exception {
        String url = "synthetic:?size=640x480&frames=1";
        assertThat(prepare(url, 640, 30).jpeg().length)
                .isLessThan(prepare(url, 640, 90).jpeg().length);
    }

    private static double meanDifference(BufferedImage image, byte[] bgr, int width) {
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int i = (y * 2 * width + x * 2) * 3;
                int rgb = image.getRGB(x, y);
                sum += Math.abs(((rgb >> 16) & 255) - (bgr[i + 2] & 255))
                        + Math.abs(((rgb >> 8) & 255) - (bgr[i + 1] & 255))
                        + Math.abs((rgb & 255) - (bgr[i] & 255));
            }
        }
        return sum / 3.0 / image.getWidth() / image.getHeight();
    }

    private static BufferedImage decode(Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
    }

    private static Picture prepare(String url, int maxSide, int quality) throws SourceException {
        Sources sources = new Sources(TestSources.settings(Optional.empty()), Secrets.none());
        try (FrameSource source = sources.create(TestSources.fast(url, false));
                PicturePreparer preparer = new PicturePreparer(maxSide, quality)) {
            source.open();
            return preparer.prepare(source.next(() -> {}));
        }
    }
}
