package io.vidette.detector.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.Fuzz;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.network.NetworkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a cfg or a file of weights holds: a network, or one line of ours. */
@Timeout(1200)
class DarknetFuzzTest {
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "-99",
            "7",
            "65536",
            "1000000000",
            "2147483647",
            "-2147483648",
            "99999999999999999999",
            "1e308",
            "NaN",
            "-1,-2,-3",
            "",
            "mish",
            "[yolo]");

    private static final float[] VALUE = {Float.NaN, Float.NEGATIVE_INFINITY, -1, 0, 1e-38f, 3e38f};

    /** Numbers up to the end of each layer. */
    private static final List<Integer> ENDS = ends();

    @Test
    void readsACfgOrRefusesItInOneLine() {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Fuzz.each(random -> {
            String cfg = random.nextInt(4) == 0
                    ? new String(
                            Fuzz.damaged(TinyDarknet.CFG.getBytes(StandardCharsets.UTF_8), random),
                            StandardCharsets.UTF_8)
                    : changed(random);
            try {
                DarknetCfg.read(cfg, "fuzz", Optional.empty());
                read.incrementAndGet();
            } catch (NetworkException e) {
                assertOneLine(e);
                refused.incrementAndGet();
            }
        });
        System.out.println("cfgs: " + read + " read, " + refused + " refused");
    }

    @Test
    void readsWeightsOrRefusesThemInOneLine(@TempDir Path folder) {
        byte[] whole = TinyDarknet.weights(TinyDarknet.cfg(), 1);
        AtomicInteger read = new AtomicInteger();
        Fuzz.each(random -> {
            // A cfg that claims much, and a file that holds little: refused before memory is taken.
            Optional<DarknetCfg> cfg = random.nextInt(3) == 0 ? cfg(changed(random)) : Optional.of(TinyDarknet.cfg());
            if (cfg.isPresent()) {
                Path file = Files.write(folder.resolve("fuzz.weights"), weights(whole, random));
                try {
                    readEither(file, cfg.get(), random);
                    read.incrementAndGet();
                } catch (MalformedArchiveException e) {
                    assertOneLine(e);
                }
            }
        });
        System.out.println("weights: " + read + " read");
    }

    private static void readEither(Path file, DarknetCfg cfg, Random random) throws IOException {
        if (random.nextBoolean()) {
            assertThat(DarknetWeights.read(file, cfg.spec()).network().state()).isNotEmpty();
        } else {
            assertThat(DarknetWeights.readBackbone(file, cfg.spec()).layers()).isNotNegative();
        }
    }

    private static byte[] weights(byte[] whole, Random random) {
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                return Fuzz.damaged(whole, random);
            }
            case 2 -> {
                // Cut between numbers, one time in three behind a layer.
                int numbers = ENDS.get(random.nextInt(ENDS.size())) + Math.max(0, random.nextInt(6) - 3);
                return Arrays.copyOf(whole, Math.min(whole.length, 20 + Float.BYTES * numbers));
            }
            default -> {}
        }
        byte[] changed = whole.clone();
        ByteBuffer.wrap(changed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(4 * random.nextInt(whole.length / 4), VALUE[random.nextInt(VALUE.length)]);
        return changed;
    }

    private static List<Integer> ends() {
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (DarknetOrder.Block block :
                DarknetOrder.of(TinyDarknet.cfg().spec()).blocks()) {
            ends.add(ends.get(ends.size() - 1) + (int) block.numbers());
        }
        return ends;
    }

    private static Optional<DarknetCfg> cfg(String text) {
        try {
            return Optional.of(DarknetCfg.read(text, "fuzz", Optional.empty()));
        } catch (NetworkException e) {
            return Optional.empty();
        }
    }

    /** Lines left out, repeated, moved, or given another value. */
    private static String changed(Random random) {
        List<String> lines = new ArrayList<>(TinyDarknet.CFG.lines().toList());
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(lines.size());
            while (!lines.get(at).contains("=") && random.nextInt(3) > 0) {
                at = random.nextInt(lines.size());
            }
            String line = lines.get(at);
            switch (random.nextInt(8)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(random.nextInt(lines.size()), line);
                case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
                case 3 -> lines.add(at, String.join("\n", Collections.nCopies(random.nextInt(300), line)));
                default -> lines.set(at, withValue(line, random));
            }
        }
        return String.join("\n", lines);
    }

    private static String withValue(String line, Random random) {
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return line.contains("=") ? line.replaceFirst("=.*", "=" + value) : line;
    }

    private static void assertOneLine(RuntimeException e) {
        assertThat(String.valueOf(e.getMessage())).doesNotContain("\n").hasSizeLessThan(1000);
    }
}
