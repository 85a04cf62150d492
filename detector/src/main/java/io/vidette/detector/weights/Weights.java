package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.compile.CompiledModel;
import io.vidette.detector.compile.ModelCard;
import io.vidette.detector.compile.TorchScriptCompiler;
import io.vidette.detector.importer.ExportConfig;
import io.vidette.detector.importer.ImportedModel;
import io.vidette.detector.importer.TorchImport;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Weights.class);

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
        Optional<ExportedModel> export = export(file);
        return export.isPresent() ? export.get() : open(file);
    }

    /**
     * The export of a newer model, which has no {@code best.pt}; empty for any other file.
     *
     * @throws UserError when it is such an export and cannot be served
     */
    public static Optional<ExportedModel> export(Path file) {
        return reading(file, () -> {
            Optional<ExportConfig> config = config(file);
            if (config.isEmpty()) {
                return Optional.empty();
            }
            verify(file);
            return Optional.of(new ExportedModel(file, new ModelId(modelName(file), Sha256.of(file)), config.get()));
        });
    }

    /** PyTorch would take changed bytes for weights. */
    private static void verify(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            archive.verifyProgram();
        }
    }

    private static Optional<ExportConfig> config(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return CompiledModel.isOne(archive) ? Optional.empty() : ExportConfig.of(archive);
        }
    }

    /** No {@code best.pt} is made of these. */
    private static void refuseExport(Path file) throws IOException {
        Optional<ExportConfig> config = config(file);
        if (config.isPresent()) {
            throw new UserError("weights '" + file + "': "
                    + ExportedModel.AS_IT_IS.formatted(config.get().description()));
        }
    }

    /**
     * Opens weights of either kind. Foreign ones are imported once and found in the cache from then on.
     *
     * @throws UserError naming the file, what is wrong with it, and the remedy
     */
    public BestPt open(Path file) {
        return reading(file, () -> {
            if (isBestPt(file)) {
                return read(file);
            }
            refuseExport(file);
            Path imported = cache.resolve("imported-" + Sha256.of(file)).resolve(modelName(file) + ".pt");
            if (Files.exists(imported)) {
                try {
                    return read(imported);
                } catch (IOException | MalformedArchiveException | NetworkException e) {
                    LOG.warn("the import of '{}' in the cache is damaged and made again: {}", file, e.getMessage());
                }
            }
            convert(file, imported, Optional.empty());
            return read(imported);
        });
    }

    /**
     * Writes the {@code best.pt} of foreign weights.
     *
     * @param network that they belong to, for files that do not say it
     * @throws UserError as {@link #open}
     */
    public static BestPt importTo(Path file, Path bestPt, Optional<NetworkSpec> network) {
        return reading(file, () -> {
            refuseExport(file);
            convert(file, bestPt, network);
            return read(bestPt);
        });
    }

    private static boolean isBestPt(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return CompiledModel.isOne(archive);
        }
    }

    public static BestPt read(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            CompiledModel model = CompiledModel.read(archive);
            return new BestPt(file, new ModelId(model.card().network().name(), Sha256.of(file)), model);
        }
    }

    private static void convert(Path file, Path bestPt, Optional<NetworkSpec> network) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            ImportedModel model = TorchImport.read(archive, modelName(file), network);
            ModelCard.Source source = new ModelCard.Source(TorchImport.format(archive, network), Sha256.of(file));
            int imageSize = model.imageSize().orElse(TorchScriptCompiler.IMAGE_SIZE);
            writing(
                    bestPt,
                    () -> TorchScriptCompiler.write(model.spec(), model.network(), imageSize, false, source, bestPt));
        }
    }

    interface Writing {
        void run() throws IOException;
    }

    /** What goes wrong here is no fault of the weights that were read. */
    static void writing(Path output, Writing writing) {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            writing.run();
        } catch (IOException e) {
            throw new UserError(
                    "cannot write '" + output + "' (" + FileFault.inWords(e) + "); check the folder and the disk", e);
        }
    }

    private static String modelName(Path file) {
        String name = file.getFileName().toString();
        for (String ending : List.of(".pt", ".pth", ".torchscript")) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
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
