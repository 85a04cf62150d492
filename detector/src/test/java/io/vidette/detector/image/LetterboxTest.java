package io.vidette.detector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vidette.detector.Seeds;
import io.vidette.topology.message.Box;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LetterboxTest {
    private static final Offset<Float> HALF_A_PERCENT_OF_A_PIXEL = within(0.005f);

    @Test
    void placesThePictureAsYolov5Does() {
        assertThat(Letterbox.fit(810, 1080, 640)).isEqualTo(new Letterbox(Fit.DETECT, 640, 810, 1080, 480, 640, 80, 0));
        assertThat(Letterbox.fit(1280, 720, 640))
                .isEqualTo(new Letterbox(Fit.DETECT, 640, 1280, 720, 640, 360, 0, 140));
        // An odd row of padding goes below: 640 - 427 = 213 = 106 + 107.
        assertThat(Letterbox.fit(640, 427, 640).top()).isEqualTo(106);
        assertThat(Letterbox.fit(320, 320, 640).scaledWidth()).isEqualTo(640);
    }

    @Test
    void roundsUpForValidation() {
        // 500 x 333 to 640 is 426.24 rows.
        assertThat(Letterbox.fit(500, 333, 640).scaledHeight()).isEqualTo(426);
        assertThat(Letterbox.fit(500, 333, 640, Fit.VALIDATE))
                .isEqualTo(new Letterbox(Fit.VALIDATE, 640, 500, 333, 640, 427, 0, 106));
    }

    @Test
    void stretchesOverTheWholeSquare() {
        Letterbox stretched = Letterbox.fit(1280, 720, 640, Fit.STRETCH);

        assertThat(stretched).isEqualTo(new Letterbox(Fit.STRETCH, 640, 1280, 720, 640, 640, 0, 0));
        assertThat(stretched.toPicture(0, 0, 320, 320)).isEqualTo(new Box(0, 0, 640, 360));
    }

    @Test
    void recognisesAPictureThatNeedsNoScaling() {
        assertThat(Letterbox.fit(640, 360, 640).isUnscaled()).isTrue();
        assertThat(Letterbox.fit(641, 360, 640).isUnscaled()).isFalse();
    }

    @Test
    void mapsABoxToTheSquareAndBack() {
        Seeds.each(2000, random -> {
            int width = 1 + random.nextInt(4000);
            int height = 1 + random.nextInt(4000);
            Fit fit = List.of(Fit.DETECT, Fit.VALIDATE, Fit.STRETCH).get(random.nextInt(3));
            Letterbox letterbox = Letterbox.fit(width, height, 32 * (1 + random.nextInt(40)), fit);
            float x1 = random.nextFloat() * width;
            float y1 = random.nextFloat() * height;
            Box box = new Box(x1, y1, x1 + random.nextFloat() * (width - x1), y1 + random.nextFloat() * (height - y1));

            Box square = letterbox.toSquare(box);
            Box back = letterbox.toPicture(square.x1(), square.y1(), square.x2(), square.y2());

            assertThat(back.x1()).isCloseTo(box.x1(), HALF_A_PERCENT_OF_A_PIXEL);
            assertThat(back.y1()).isCloseTo(box.y1(), HALF_A_PERCENT_OF_A_PIXEL);
            assertThat(back.x2()).isCloseTo(box.x2(), HALF_A_PERCENT_OF_A_PIXEL);
            assertThat(back.y2()).isCloseTo(box.y2(), HALF_A_PERCENT_OF_A_PIXEL);
        });
    }

    @Test
    void fitsAnyPictureIntoItsSquare() {
        Seeds.each(2000, random -> {
            int width = 1 + random.nextInt(16_384);
            int height = 1 + random.nextInt(16_384);
            Fit fit = List.of(Fit.DETECT, Fit.VALIDATE, Fit.STRETCH).get(random.nextInt(3));
            Letterbox letterbox = Letterbox.fit(width, height, 640, fit);

            assertThat(letterbox.left()).isNotNegative();
            assertThat(letterbox.top()).isNotNegative();
            assertThat(letterbox.left() + letterbox.scaledWidth()).isLessThanOrEqualTo(640);
            assertThat(letterbox.top() + letterbox.scaledHeight()).isLessThanOrEqualTo(640);
            assertThat(Math.max(letterbox.scaledWidth(), letterbox.scaledHeight()))
                    .isEqualTo(640);
        });
    }

    @Test
    void clipsBoxesToThePicture() {
        Letterbox letterbox = Letterbox.fit(640, 360, 640);

        assertThat(letterbox.toPicture(-5, 100, 700, 600)).isEqualTo(new Box(0, 0, 640, 360));
    }
}
