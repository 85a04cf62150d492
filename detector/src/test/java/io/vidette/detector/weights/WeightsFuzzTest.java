package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.Fuzz;
import io.vidette.detector.TinyModel;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file of weights: a model, or one line for the user. */
@Timeout(1200)
class WeightsFuzzTest {
    @TempDir
    private Path folder;

    private Path checkpoint = Path.of("");
    private Path bestPt = Path.of("");

    @BeforeEach
    void write() throws IOException {
        checkpoint = TinyModel.write(folder.resolve("tiny.pt"));
        bestPt = folder.resolve("best.pt");
        Weights.importTo(checkpoint, bestPt, Optional.empty());
    }

    @Test
    void opensADamagedZipOrRefusesItInOneLine() throws IOException {
        byte[] first = Files.readAllBytes(checkpoint);
        byte[] second = Files.readAllBytes(bestPt);
        AtomicInteger opened = new AtomicInteger();
        Fuzz.each(random -> {
            byte[] whole = random.nextBoolean() ? first : second;
            byte[] damaged = Fuzz.damaged(whole, random);
            if (random.nextBoolean()) {
                damaged = withDamagedDirectory(whole, random);
            }
            opened.addAndGet(open(Files.write(folder.resolve("fuzz.pt"), damaged)));
        });
        System.out.println("zips: " + opened + " opened");
    }

    /** The last bytes of a zip say where the rest lies. */
    private static byte[] withDamagedDirectory(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int from = Math.max(0, damaged.length - 6000);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            damaged[from + random.nextInt(damaged.length - from)] =
                    (byte) (random.nextBoolean() ? 0xff : random.nextInt());
        }
        return damaged;
    }

    @Test
    void opensADamagedPickleOrRefusesItInOneLine() throws IOException {
        Map<String, byte[]> first = entries(checkpoint);
        Map<String, byte[]> second = entries(bestPt);
        AtomicInteger opened = new AtomicInteger();
        Fuzz.each(random -> {
            Map<String, byte[]> entries = new LinkedHashMap<>(random.nextBoolean() ? first : second);
            String[] names = {"archive/data.pkl", "archive/extra/vidette.json"};
            String name = names[random.nextInt(4) == 0 && entries.containsKey(names[1]) ? 1 : 0];
            entries.put(name, Fuzz.damaged(entries.getOrDefault(name, new byte[0]), random));
            opened.addAndGet(open(TinyModel.writeZip(folder.resolve("fuzz.pt"), entries)));
        });
        System.out.println("pickles: " + opened + " opened");
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private int open(Path file) throws IOException {
        Path cache = folder.resolve("cache");
        try {
            assertThat(new Weights(cache).open(file).model().network().state()).isNotEmpty();
            return 1;
        } catch (UserError e) {
            assertThat(String.valueOf(e.getMessage())).doesNotContain("\n").hasSizeLessThan(2000);
            return 0;
        } finally {
            empty(cache);
        }
    }

    private static void empty(Path cache) throws IOException {
        if (Files.exists(cache)) {
            try (var files = Files.walk(cache)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
