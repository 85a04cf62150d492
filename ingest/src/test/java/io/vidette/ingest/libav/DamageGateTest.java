package io.vidette.ingest.libav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DamageGateTest {
    private static final long SECOND = 1_000_000_000L;

    private final DamageGate gate = new DamageGate(Duration.ofSeconds(10));

    @Test
    void staysShutAfterDamageUntilAKeyPicture() {
        assertThat(gate.admits(false, false, 0)).isTrue();
        assertThat(gate.admits(true, false, SECOND)).isFalse();
        assertThat(gate.admits(false, false, 2 * SECOND)).isFalse();
        assertThat(gate.admits(false, true, 3 * SECOND)).isTrue();
        assertThat(gate.admits(false, false, 4 * SECOND)).isTrue();
    }

    @Test
    void staysShutAfterADamagedKeyPicture() {
        gate.damaged(0);
        assertThat(gate.admits(true, true, SECOND)).isFalse();
        assertThat(gate.admits(false, false, 2 * SECOND)).isFalse();
    }

    @Test
    void trustsACameraWithoutKeyPicturesAgainInTime() {
        gate.damaged(0);
        assertThat(gate.admits(false, false, 9 * SECOND)).isFalse();
        assertThat(gate.admits(false, false, 11 * SECOND)).isTrue();
    }
}
