package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.replay.ReplayReport;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReplayWordsTest {
    @Test
    void aRunThatWasStoppedDoesNotSpeakLikeAFinishedOne() {
        assertThat(words(Map.of("detected", 64L), true))
                .isEqualTo("64 frames in 8.0 s, 8.0 a second, onto vidette.replay.r1: 64 detected");
        assertThat(words(Map.of("detected", 64L), false))
                .isEqualTo("interrupted before its end: 64 frames in 8.0 s, 8.0 a second, onto vidette.replay.r1: 64"
                        + " detected; run the same again to go on");
        assertThat(words(Map.of(), true)).contains("nothing left to judge");
        assertThat(words(Map.of(), false)).contains("nothing judged yet").doesNotContain("nothing left");
    }

    private static String words(Map<String, Long> verdicts, boolean finished) {
        return ReplayCommand.inWords("vidette.replay.r1", new ReplayReport(verdicts, 0, 8, 0, finished));
    }
}
