package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.app.replay.ReplayOutcome;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReplayWordsTest {
    @Test
    void reportsAnInterruptedRunAsInterrupted() {
        assertThat(words(Map.of("detected", 64L), true))
                .isEqualTo("64 frames in 8.0 s, 8.0 a second, onto vidette.replay.r1: 64 detected");
        assertThat(words(Map.of("detected", 64L), false))
                .isEqualTo("interrupted before its end: 64 frames in 8.0 s, 8.0 a second, onto vidette.replay.r1: 64"
                        + " detected; run the same again to go on");
        assertThat(words(Map.of(), true)).contains("nothing left to process");
        assertThat(words(Map.of(), false)).contains("nothing processed yet").doesNotContain("nothing left");
    }

    @Test
    void asksToResumeARestartedRunWithoutRestart() {
        String stopped = words(true, new ReplayReport(Map.of("detected", 64L), 0, 8, 0, Set.of(), false));
        assertThat(stopped).endsWith("; run the same again without --restart to go on");
    }

    @Test
    void namesCamerasWithoutFrames() {
        String words = words(false, new ReplayReport(Map.of("detected", 64L), 0, 8, 0, Set.of("yrad", "gaet"), true));
        assertThat(words).endsWith("64 detected; found no frame of gaet, yrad; 'vidette camera list' shows the names");
    }

    private static String words(Map<String, Long> verdicts, boolean finished) {
        return words(false, new ReplayReport(verdicts, 0, 8, 0, Set.of(), finished));
    }

    private static String words(boolean anew, ReplayReport report) {
        return ReplayCommand.inWords(ReplayOutcome.of(request(anew), "vidette.replay.r1", report));
    }

    private static ReplayRequest request(boolean anew) {
        return new ReplayRequest(
                "r1",
                new ModelId("m", "0".repeat(64)),
                "image size 640",
                new FramePosition.Earliest(),
                "earliest",
                new FramePosition.Latest(),
                Set.of(),
                8,
                anew);
    }
}
