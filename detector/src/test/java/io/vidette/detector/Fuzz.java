package io.vidette.detector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/**
 * Runs a reader on damaged input: a thousand times, or as often as {@code -Dvidette.fuzz} says. Seeds count up from one,
 * so a build repeats; {@code -Dvidette.seed} runs a single one.
 */
public final class Fuzz {
    /** Of all that one case allocates, whether it is still held or not. */
    private static final long MAX_BYTES = 512L << 20;

    private Fuzz() {}

    /** A case: makes its own damage and lets pass what is thrown as it should be. */
    @FunctionalInterface
    public interface Case {
        void run(Random random) throws Exception;
    }

    public static void each(Case test) {
        Long given = Long.getLong("vidette.seed");
        int times = given != null ? 1 : Integer.getInteger("vidette.fuzz", 1000);
        long first = given != null ? given : 1;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (long seed = first; seed < first + times; seed++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                test.run(new Random(seed));
            } catch (Exception | Error e) {
                throw new AssertionError("failed with -Dvidette.seed=" + seed, e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes taken with -Dvidette.seed=" + seed)
                    .isLessThan(MAX_BYTES);
        }
    }

    /** Bytes with some of them changed, moved, repeated, left out or put in. */
    public static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(9)));
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xff : 0));
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> bytes = joined(bytes, at, at + length, new byte[0]);
                case 5 -> {
                    int from = random.nextInt(bytes.length);
                    byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
                    bytes = joined(bytes, at, at, part);
                }
                default -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
            }
        }
        return bytes;
    }

    /** The bytes from {@code from} to before {@code to} replaced. */
    private static byte[] joined(byte[] bytes, int from, int to, byte[] middle) {
        byte[] out = Arrays.copyOf(bytes, bytes.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, out, from, middle.length);
        System.arraycopy(bytes, to, out, from + middle.length, bytes.length - to);
        return out;
    }
}
