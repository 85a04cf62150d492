package io.vidette.fault.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.fault.chaos.Installation.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults at random moments; {@code -Dvidette.chaosMinutes=60} makes it longer than a minute, {@code -Dvidette.seed=N}
 * repeats the same faults.
 */
@EnabledOnOs(OS.LINUX)
class ChaosTest {
    @TempDir
    private Path data;

    @Test
    void keepsEveryGuaranteeUnderRandomFaults() {
        long seed = Long.getLong("vidette.seed", System.nanoTime());
        Duration time = Duration.ofMinutes(Integer.getInteger("vidette.chaosMinutes", 1));
        System.out.printf("chaos: seed %d, %d minutes%n", seed, time.toMinutes());
        try (Chaos chaos =
                new Chaos(data, Path.of("target", "faults", "ChaosTest"), Optional.empty(), new Random(seed))) {
            chaos.run(chaos.faults().all(), time);
            chaos.verify();
        }
    }

    /** Kafka Streams by itself would commit again in an hour. */
    @Test
    void commitsAtOnceWhenAClockIsSetBack() {
        try (Chaos chaos = new Chaos(data, Path.of("target", "faults", "ClockTest"), Optional.empty(), new Random(1))) {
            chaos.strike(chaos.faults().clockSteps(Part.DETECT, () -> Duration.ofHours(1)));
            chaos.verify();
        }
    }

    /** Kafka's clients by themselves would send no heartbeat for an hour, and the group would give them up again and again. */
    @Test
    void staysInTheGroupWhenAClockIsSetBack() {
        Duration moreThanASession = Duration.ofSeconds(9);
        try (Chaos chaos =
                new Chaos(data, Path.of("target", "faults", "ClockGroupTest"), Optional.empty(), new Random(1))) {
            chaos.strike(chaos.faults().clockSteps(Part.DETECT, () -> Duration.ofHours(1)));
            chaos.pass(moreThanASession);
            Set<String> members = chaos.members();
            chaos.pass(moreThanASession);
            assertThat(chaos.members()).isEqualTo(members).hasSize(2);
            chaos.verify();
        }
    }
}
