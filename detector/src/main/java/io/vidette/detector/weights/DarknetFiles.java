package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.darknet.ClassNames;
import io.vidette.detector.darknet.DarknetCfg;
import io.vidette.detector.darknet.DarknetHeader;
import io.vidette.detector.darknet.DarknetWeights;
import io.vidette.detector.network.NetworkException;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as Darknet's users have it.
 *
 * @param names of the classes, one a line; without them they are numbered
 */
public record DarknetFiles(Path weights, Path cfg, Optional<Path> names) {
    /** What {@link ModelCard.Source} calls them. */
    static final String FORMAT = "darknet";
    /** Details of the source: the header's version and count of pictures. */
    static final String VERSION = "version";

    static final String SEEN = "seen";

    private static final int MAX_TEXT = 4 << 20;

    /**
     * Writes the {@code best.pt}.
     *
     * @throws UserError naming the file, and the line or layer that is wrong with it
     */
    public BestPt importTo(Path bestPt) {
        DarknetCfg network = network();
        return reading("weights", weights, () -> {
            DarknetWeights.Whole whole = DarknetWeights.read(weights, network.spec());
            DarknetHeader header = whole.header();
            ModelCard.Source source = new ModelCard.Source(
                    FORMAT,
                    Sha256.of(weights),
                    Map.of(VERSION, header.version(), SEEN, Long.toUnsignedString(header.seen())));
            WeightsReader.writing(
                    bestPt,
                    () -> BestPtWriter.write(
                            network.spec(), whole.network(), network.side(), !network.letterbox(), source, bestPt));
            return Weights.read(bestPt);
        });
    }

    /**
     * Reads the cfg alone.
     *
     * @throws UserError naming the file and the line
     */
    public DarknetCfg network() {
        Optional<List<String>> classes = names.map(file -> reading("names", file, () -> ClassNames.read(text(file))));
        return reading("cfg", cfg, () -> DarknetCfg.read(text(cfg), stem(weights), classes));
    }

    /** Malformed characters become replacement characters, which no key has. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_TEXT + 1);
            if (bytes.length > MAX_TEXT) {
                throw new NetworkException("it has more than " + MAX_TEXT + " bytes, too many for such a file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T reading(String what, Path file, Reading<T> reading) {
        try {
            return reading.run();
        } catch (NoSuchFileException e) {
            throw new UserError(what + " '" + file + "': there is no such file; check the path", e);
        } catch (MalformedArchiveException | NetworkException e) {
            throw new UserError(what + " '" + file + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError(what + " '" + file + "': cannot be read or converted: " + FileFault.inWords(e), e);
        }
    }
}
