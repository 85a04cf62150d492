package io.vidette.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.ingest.libav.FfmpegLog;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void namesTheKeyThatIsOutOfRange() {
        assertThatThrownBy(() -> with(Duration.ofMillis(1)))
                .hasMessageContaining("stallTimeout is 1ms, outside 200ms..10m");
    }

    private static IngestConfig with(Duration stallTimeout) {
        IngestConfig d = IngestConfig.defaults();
        return new IngestConfig(
                d.connectTimeout(),
                stallTimeout,
                d.backoffBase(),
                d.backoffMax(),
                d.refusedBackoffMax(),
                d.stablePeriod(),
                d.statusInterval(),
                d.bufferBytes(),
                d.maxClockOffset(),
                d.detachTimeout(),
                d.drainTimeout(),
                Optional.empty(),
                FfmpegLog.Level.QUIET);
    }
}
