package io.vidette.trainer.evaluate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All figures against those of TrackEval; {@code src/test/oracle/track_goldens.py} wrote the files. */
class TrackingGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/tracking");

    @ParameterizedTest
    @ValueSource(strings = {"calm", "wild", "classes", "gaps", "nothing"})
    void equalsTheFiguresOfTrackEval(String sequence) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(FOLDER.resolve("figures.json").toFile())
                .get(sequence);
        TrackingFigures figures = TrackingFigures.evaluate(
                MotFile.tracks(FOLDER.resolve(sequence + ".gt.txt")),
                MotFile.tracks(FOLDER.resolve(sequence + ".hyp.txt")),
                false);

        Map<String, Double> ours = named(figures);
        assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(expected::fieldNames);
        ours.forEach((name, value) ->
                assertThat(value).as(name).isCloseTo(expected.get(name).doubleValue(), within(1e-6)));
    }

    private static Map<String, Double> named(TrackingFigures of) {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("MOTA", of.clear().mota());
        named.put("MOTP", of.clear().motp());
        named.put("CLR_TP", (double) of.clear().matches());
        named.put("CLR_FN", (double) of.clear().missed());
        named.put("CLR_FP", (double) of.clear().extra());
        named.put("IDSW", (double) of.clear().switches());
        named.put("Frag", (double) of.clear().fragments());
        named.put("MT", (double) of.clear().mostlyTracked());
        named.put("PT", (double) of.clear().partlyTracked());
        named.put("ML", (double) of.clear().mostlyLost());
        named.put("IDF1", of.identity().idf1());
        named.put("IDP", of.identity().precision());
        named.put("IDR", of.identity().recall());
        named.put("IDTP", (double) of.identity().matches());
        named.put("IDFN", (double) of.identity().missed());
        named.put("IDFP", (double) of.identity().extra());
        named.put("HOTA", of.hota().hota());
        named.put("DetA", of.hota().detection());
        named.put("AssA", of.hota().association());
        named.put("LocA", of.hota().localisation());
        return named;
    }
}
