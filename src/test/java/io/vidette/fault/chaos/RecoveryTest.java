package io.vidette.fault.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long verdicts stay away after chosen faults: {@code -Dvidette.faults="kill -9 of detect,restart"} by the
 * beginnings of their names, {@code -Dvidette.times=10} each, {@code -Dvidette.weights=FILE} with a real model,
 * {@code -Dvidette.launcher=/path/of/vidette} as it is built.
 */
@EnabledIfSystemProperty(
        named = "vidette.faults",
        matches = ".+",
        disabledReason = "a measurement; ask with -Dvidette.faults=NAME,NAME")
class RecoveryTest {
    @TempDir
    private Path data;

    @Test
    void measuresHowLongVerdictsAreMissing() {
        int times = Integer.getInteger("vidette.times", 5);
        List<String> wanted = List.of(System.getProperty("vidette.faults").split(","));
        try (Chaos chaos = new Chaos(
                data,
                Path.of("target", "faults", "RecoveryTest"),
                Optional.ofNullable(System.getProperty("vidette.weights")),
                new Random(1))) {
            List<Fault> faults = chaos.faults().all();
            for (int time = 0; time < times; time++) {
                for (String name : wanted) {
                    faults.stream()
                            .filter(fault -> fault.name().startsWith(name.strip()))
                            .filter(fault -> fault.now().getAsBoolean())
                            .forEach(chaos::strike);
                }
            }
            chaos.verify();
        }
    }
}
