package io.vidette.detector.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** What the processor of this machine can do, as Linux tells. */
public final class Processor {
    private static final Path INFO = Path.of("/proc/cpuinfo");
    private static final Set<String> BRAIN_FLOAT = Set.of("avx512_bf16", "amx_bf16");

    private Processor() {}

    /** Whether it multiplies bfloat16 natively; where it does not, that is slower than 32 bits. */
    public static boolean computesBrainFloat() {
        try (Stream<String> lines = Files.lines(INFO)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Arrays.stream(line.split("\\s+", -1)).anyMatch(BRAIN_FLOAT::contains))
                    .orElse(false);
        } catch (IOException e) {
            return false;
        }
    }
}
