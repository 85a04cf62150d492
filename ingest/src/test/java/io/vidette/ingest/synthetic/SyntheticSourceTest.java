package io.vidette.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vidette.ingest.TestSources;
import io.vidette.ingest.libav.OpenNatives;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.synthetic.SyntheticScene.Placed;
import io.vidette.topology.message.Box;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyntheticSourceTest {
    private static final SyntheticSettings SETTINGS = new SyntheticSettings(320, 200, 30, 5, 42, 12);

    @Test
    void readsItsSettingsFromTheUrl() throws Exception {
        assertThat(SyntheticSettings.parse("synthetic:?size=320x200&fps=30&objects=5&seed=42&frames=12"))
                .isEqualTo(SETTINGS);
        assertThat(SyntheticSettings.parse("synthetic:")).isEqualTo(SyntheticSettings.defaults());
    }

    @Test
    void namesAnInvalidParameter() {
        SourceException e = catchThrowableOfType(
                SourceException.class, () -> SyntheticSettings.parse("synthetic:?size=320x200&speed=3"));
        assertThat(e).hasMessageContaining("'speed=3'");
        assertThat(catchThrowableOfType(SourceException.class, () -> SyntheticSettings.parse("synthetic:?nonsense")))
                .hasMessageContaining("'nonsense'");
    }

    @Test
    void drawsTheSameFrameForTheSameNumber() {
        assertThat(new SyntheticScene(SETTINGS).draw(17)).isEqualTo(new SyntheticScene(SETTINGS).draw(17));
    }

    @Test
    void movesObjectsWithinThePicture() {
        SyntheticScene scene = new SyntheticScene(SETTINGS);
        for (long frame = 0; frame < 2000; frame++) {
            List<Placed> truth = scene.truth(frame);
            assertThat(truth).hasSize(5);
            for (Placed placed : truth) {
                Box box = placed.box();
                assertThat(box.x1()).isNotNegative();
                assertThat(box.y1()).isNotNegative();
                assertThat(box.x2()).isLessThanOrEqualTo(320);
                assertThat(box.y2()).isLessThanOrEqualTo(200);
            }
        }
        assertThat(scene.truth(0)).isNotEqualTo(scene.truth(10));
    }

    @Test
    void drawsObjectsWhereTheGroundTruthSays() {
        SyntheticScene scene = new SyntheticScene(SETTINGS);
        byte[] empty = new SyntheticScene(new SyntheticSettings(320, 200, 30, 0, 42, 0)).draw(5);
        byte[] drawn = scene.draw(5);
        Box box = scene.truth(5).get(4).box();
        int centre = (Math.round(box.y1() + box.height() / 2) * 320 + Math.round(box.x1() + box.width() / 2)) * 3;
        assertThat(drawn[centre]).isNotEqualTo(empty[centre]);
        List<Box> boxes = scene.truth(5).stream().map(Placed::box).toList();
        for (int i = 0; i < drawn.length; i++) {
            int x = i / 3 % 320;
            int y = i / 3 / 320;
            if (boxes.stream().noneMatch(b -> x >= b.x1() && x < b.x2() && y >= b.y1() && y < b.y2())) {
                assertThat(drawn[i]).isEqualTo(empty[i]);
            }
        }
    }

    @Test
    void endsAfterItsFramesAndFreesItsMemory() throws Exception {
        long openBefore = OpenNatives.stillOpen();
        int frames = 0;
        try (FrameSource source = TestSources.sources()
                .create(TestSources.fast("synthetic:?size=320x200&fps=30&objects=5&seed=42&frames=12", false))) {
            source.open();
            while (true) {
                assertThat(source.next(() -> {}).picture().width()).isEqualTo(320);
                frames++;
            }
        } catch (SourceException e) {
            assertThat(e.kind()).isEqualTo(SourceException.Kind.ENDED);
        }
        assertThat(frames).isEqualTo(12);
        assertThat(OpenNatives.stillOpen()).isEqualTo(openBefore);
    }
}
