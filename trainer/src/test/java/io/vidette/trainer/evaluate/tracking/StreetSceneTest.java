package io.vidette.trainer.evaluate.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.tracker.TrackConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreetSceneTest {
    private static final int SCENES = 20;

    @Test
    void keepsTheIdsOfOccludedPeople() {
        List<TrackingFigures> figures = track(TrackConfig.defaults());
        for (int seed = 0; seed < SCENES; seed++) {
            TrackingFigures of = figures.get(seed);
            System.out.printf(
                    Locale.ROOT,
                    "scene %d: IDF1 %.4f MOTA %.4f HOTA %.4f, %d switches of %d people%n",
                    seed,
                    of.identity().idf1(),
                    of.clear().mota(),
                    of.hota().hota(),
                    of.clear().switches(),
                    of.objects());
        }
        double worst =
                figures.stream().mapToDouble(of -> of.identity().idf1()).min().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%d scenes: IDF1 %.4f (worst %.4f) MOTA %.4f HOTA %.4f%n",
                SCENES,
                idf1(figures),
                worst,
                figures.stream().mapToDouble(of -> of.clear().mota()).average().orElseThrow(),
                figures.stream().mapToDouble(of -> of.hota().hota()).average().orElseThrow());
        assertThat(idf1(figures)).isGreaterThanOrEqualTo(0.9);
        assertThat(worst).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void losesIdsOfHalfHiddenPeopleWithoutLowScores() {
        TrackConfig one = new ConfigReader<>(TrackConfig.class)
                .read(Optional.empty(), Map.of(), List.of(new ConfigOverride("lowScore", "0.5", "test")))
                .config();
        assertThat(idf1(track(one))).isLessThan(0.9);
    }

    private static List<TrackingFigures> track(TrackConfig config) {
        return LongStream.range(0, SCENES)
                .mapToObj(seed -> {
                    StreetScene scene = StreetScene.of(seed);
                    List<MotRow> tracks = MotTracks.follow(scene.detections(), StreetScene.FPS, config);
                    return TrackingFigures.evaluate(scene.truth(), tracks, false);
                })
                .toList();
    }

    private static double idf1(List<TrackingFigures> figures) {
        return figures.stream()
                .mapToDouble(of -> of.identity().idf1())
                .average()
                .orElseThrow();
    }
}
