package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Finds what is served of a file of weights: the file itself where it is a {@code best.pt} or an export that is served as it
 * is, else the {@code best.pt} that is made of it.
 *
 * <p>Threading: safe; two that import the same file at once write the same bytes.
 */
public final class Weights {
    private static final String REMEDY =
            "give a checkpoint of YOLOv5 or YOLOv3, a TorchScript export of one or of a newer YOLO, or a best.pt of"
                    + " Vidette";

    private static final WeightsReader READER = new WeightsReader(new WeightsReader.FileAccess());

    private final Path cache;

    /**
     * Imports into this folder, which is made when first needed.
     *
     * @param cache files in it are named by hash and may be deleted at any time
     */
    public Weights(Path cache) {
        this.cache = cache;
    }

    /** The folder of imported weights and serving forms. */
    public Path cache() {
        return cache;
    }

    /**
     * Finds what is served of a file: the {@code best.pt} of weights of which there is one, or an export as it is.
     *
     * @throws UserError as {@link #open}
     */
    public Servable find(Path file) {
        return reading(file, () -> READER.servable(file, cache));
    }

    /**
     * The export of a newer model, which has no {@code best.pt}; empty for any other file.
     *
     * @throws UserError when it is such an export and cannot be served
     */
    public static Optional<ExportedModel> export(Path file) {
        return reading(file, () -> READER.export(file));
    }

    /**
     * Opens weights of which there is a {@code best.pt}. Foreign ones are imported once and found in the cache from then on.
     *
     * @throws UserError naming the file, what is wrong with it, and the remedy
     */
    public BestPt open(Path file) {
        return reading(file, () -> READER.bestPt(file, cache));
    }

    /**
     * Writes the {@code best.pt} of foreign weights.
     *
     * @param network that they belong to, for files that do not say it
     * @throws UserError as {@link #open}
     */
    public static BestPt importTo(Path file, Path bestPt, Optional<NetworkSpec> network) {
        return reading(file, () -> READER.importTo(file, bestPt, network));
    }

    /** Reads a {@code best.pt}. */
    public static BestPt read(Path file) throws IOException {
        return READER.read(file);
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    /** Turns whatever can be wrong with a file into one line for the user. */
    private static <T> T reading(Path file, Reading<T> reading) {
        try {
            if (file.toString().endsWith(".weights")) {
                throw new UserError("weights '" + file + "': a network of Darknet needs its cfg; import both with"
                        + " 'vidette model import FILE.weights --cfg FILE.cfg' and give the best.pt, or run them with"
                        + " --engine opencv");
            }
            if (Files.isDirectory(file)) {
                throw new UserError("weights '" + file + "': this is a folder; " + REMEDY);
            }
            return reading.run();
        } catch (NoSuchFileException e) {
            throw new UserError("weights '" + file + "': there is no such file; check the path", e);
        } catch (ZipException e) {
            throw new UserError("weights '" + file + "': not a file of PyTorch, or cut short; " + REMEDY, e);
        } catch (MalformedArchiveException e) {
            throw new UserError("weights '" + file + "': " + e.getMessage() + (e.hasRemedy() ? "" : "; " + REMEDY), e);
        } catch (NetworkException e) {
            throw new UserError("weights '" + file + "': " + e.getMessage() + "; " + REMEDY, e);
        } catch (IOException e) {
            throw new UserError("weights '" + file + "': cannot be read or converted: " + FileFault.inWords(e), e);
        }
    }
}
