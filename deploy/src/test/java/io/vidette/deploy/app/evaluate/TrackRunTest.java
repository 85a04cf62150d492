package io.vidette.deploy.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.trainer.evaluate.tracking.MotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackRunTest {
    @TempDir
    private Path directory;

    @Test
    void comparesTracksWithTheGroundTruth() throws IOException {
        Path truth = Files.writeString(
                directory.resolve("gt.txt"), "1,1,10,20,30,40,1,1,1\n2,1,11,20,30,40,1,1,1\n3,2,90,20,30,40,1,1,1\n");
        TrackRun run = TrackRun.read(truth);

        TrackReport report = TrackReport.of(truth, MotFile.tracks(truth), run, false);

        assertThat(run.objects()).isEqualTo(2);
        assertThat(report.shares()).containsEntry("IDF1", 1.0).containsEntry("MOTA", 1.0);
        JsonNode json = Json.mapper().valueToTree(report);
        assertThat(json.fieldNames())
                .toIterable()
                .startsWith("frames", "objects", "tracks", "MOTA", "IDF1", "HOTA")
                .endsWith("FP", "FN", "IDSW", "Frag", "MT", "PT", "ML", "seconds");
    }

    @Test
    void refusesEmptyGroundTruthAndFrameRatesOutOfRange() throws IOException {
        Path empty = Files.createFile(directory.resolve("gt.txt"));
        TrackRun nothing = new TrackRun(List.of(), 0);

        assertThatThrownBy(() -> TrackReport.of(empty, List.of(), nothing, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no true box in " + empty)
                .hasMessageContaining("--every-class");
        assertThatThrownBy(() -> TrackRun.follow(empty, 0, TrackConfig.defaults()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--fps 0.0");
    }
}
