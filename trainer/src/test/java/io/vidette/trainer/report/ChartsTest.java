package io.vidette.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.evaluate.detection.YoloEvaluation;
import io.vidette.trainer.evaluate.detection.YoloFigures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChartsTest {
    @TempDir
    private Path folder;

    /** One class, a few, too many for a legend, too many for numbers in the matrix. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 20, 90})
    void drawsAnyNumberOfClasses(int classes) throws IOException {
        Random random = new Random(3);
        GroundTruth truth = new GroundTruth();
        Detections found = new Detections();
        for (int image = 0; image < 40 * classes; image++) {
            int left = random.nextInt(100);
            truth.add(image, image % classes, left, 0, 50, 50);
            int kind = random.nextInt(10) < 8 ? image % classes : random.nextInt(classes);
            found.add(image, kind, left + random.nextInt(30), 0, 50, 50, random.nextDouble());
        }
        List<String> names = IntStream.range(0, classes)
                .mapToObj(i -> i == 0 ? "a class with quite a long name" : "class " + i)
                .toList();
        YoloFigures figures = YoloEvaluation.evaluate(40 * classes, classes, truth, found);
        Charts.write(folder, names, figures, ConfusionMatrix.of(classes, truth, found));
        for (String curve : List.of("PR_curve", "F1_curve", "P_curve", "R_curve")) {
            BufferedImage chart = read(curve);
            assertThat(chart.getWidth()).isBetween(1200, 2000);
            assertThat(count(chart, Palette.MEAN.getRGB())).as(curve).isGreaterThan(1000);
        }
        BufferedImage matrix = read("confusion_matrix");
        assertThat(matrix.getWidth()).isLessThan(4000);
        assertThat(count(matrix, Palette.shade(0).getRGB())).isGreaterThan(1000);
    }

    private BufferedImage read(String name) throws IOException {
        return ImageIO.read(folder.resolve(name + ".png").toFile());
    }

    private static int count(BufferedImage image, int rgb) {
        return (int) IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == rgb)
                .count();
    }
}
