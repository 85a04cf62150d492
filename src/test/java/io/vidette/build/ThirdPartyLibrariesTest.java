package io.vidette.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

/** The list of libraries in the documentation against the bill of materials of the build. */
final class ThirdPartyLibrariesTest {
    private static final Path ROOT = Path.of(System.getProperty("vidette.root"));
    private static final Path BILL = ROOT.resolve("deploy/target/vidette-bom.json");
    private static final Path PAGE = ROOT.resolve("docs/third-party.md");

    @Test
    void listsEveryLibraryWithItsLicence() throws IOException {
        assumeTrue(Files.exists(BILL), "needs " + BILL + ", which './mvnw verify' writes before these tests");
        List<String> rows = rows(new ObjectMapper().readTree(BILL.toFile()));

        assertThat(Files.readAllLines(PAGE))
                .as("rows of %s, which should be:%n%s%n", PAGE, String.join("\n", rows))
                .endsWith(rows.toArray(String[]::new));
    }

    @Test
    void loadsAnFfmpegWithoutItsGplParts() {
        assertThat(avutil.avutil_license().getString()).isEqualTo("LGPL version 3 or later");
    }

    private static List<String> rows(JsonNode bill) {
        TreeSet<String> rows = new TreeSet<>();
        for (JsonNode library : bill.path("components")) {
            if (!library.path("group").asText().equals("io.vidette")) {
                rows.add("| `%s:%s` | %s | %s |"
                        .formatted(
                                library.path("group").asText(),
                                library.path("name").asText(),
                                library.path("version").asText(),
                                licences(library)));
            }
        }
        return List.copyOf(rows);
    }

    private static String licences(JsonNode library) {
        return StreamSupport.stream(library.path("licenses").spliterator(), false)
                .map(licence -> licence.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()))
                .collect(Collectors.joining(" or "));
    }
}
