package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.importer.ImportedModel;
import io.vidette.detector.importer.TorchImport;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.script.ScriptProgram;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files of weights and makes a {@code best.pt} of foreign ones. It opens a file once and hashes it at most once, and
 * then reads the {@code best.pt} that it wrote.
 *
 * <p>Threading: safe.
 */
final class WeightsReader {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsReader.class);

    private final Access access;

    WeightsReader(Access access) {
        this.access = access;
    }

    /** How files are read. */
    interface Access {
        /** Opens an archive. */
        TorchArchive open(Path file) throws IOException;

        /** The hash of a file, in hexadecimal. */
        String sha256(Path file) throws IOException;
    }

    /** Files as they are. */
    static final class FileAccess implements Access {
        @Override
        public TorchArchive open(Path file) throws IOException {
            return TorchArchive.open(file);
        }

        @Override
        public String sha256(Path file) throws IOException {
            return Sha256.of(file);
        }
    }

    /** What is served of a file; foreign weights are imported into the cache. */
    Servable servable(Path file, Path cache) throws IOException {
        try (TorchArchive archive = access.open(file)) {
            return WeightsArchive.of(archive)
                    .map(
                            compiled -> compiled(file, archive),
                            export -> exported(file, export),
                            foreign -> cached(file, archive, cache));
        }
    }

    /** The {@code best.pt} of a file; foreign weights are imported into the cache. */
    BestPt bestPt(Path file, Path cache) throws IOException {
        try (TorchArchive archive = access.open(file)) {
            return WeightsArchive.of(archive)
                    .map(
                            compiled -> compiled(file, archive),
                            export -> refused(file, export),
                            foreign -> cached(file, archive, cache));
        }
    }

    /** The export that is served as it is; empty for any other file. */
    Optional<ExportedModel> export(Path file) throws IOException {
        try (TorchArchive archive = access.open(file)) {
            return WeightsArchive.of(archive)
                    .map(
                            compiled -> Optional.empty(),
                            export -> Optional.of(exported(file, export)),
                            foreign -> Optional.empty());
        }
    }

    /**
     * Writes the {@code best.pt} of a file.
     *
     * @param network that the weights belong to, for files that do not say it
     */
    BestPt importTo(Path file, Path bestPt, Optional<NetworkSpec> network) throws IOException {
        try (TorchArchive archive = access.open(file)) {
            return WeightsArchive.of(archive)
                    .map(
                            compiled -> converted(file, archive, access.sha256(file), bestPt, network),
                            export -> refused(file, export),
                            foreign -> converted(file, archive, access.sha256(file), bestPt, network));
        }
    }

    /** Reads a {@code best.pt}. */
    BestPt read(Path file) throws IOException {
        try (TorchArchive archive = access.open(file)) {
            return compiled(file, archive);
        }
    }

    private BestPt compiled(Path file, TorchArchive archive) throws IOException {
        CompiledModel model = CompiledModel.read(archive);
        return new BestPt(file, new ModelId(model.card().network().name(), access.sha256(file)), model);
    }

    private ExportedModel exported(Path file, WeightsArchive.Export export) throws IOException {
        // PyTorch would take changed bytes for weights.
        export.archive().verifyProgram();
        ScriptProgram.check(export.archive());
        return new ExportedModel(file, new ModelId(modelName(file), access.sha256(file)), export.config());
    }

    /** No {@code best.pt} is made of these. */
    private static BestPt refused(Path file, WeightsArchive.Export export) {
        throw new UserError("weights '" + file + "': "
                + ExportedModel.AS_IT_IS.formatted(export.config().description()));
    }

    private BestPt cached(Path file, TorchArchive archive, Path cache) throws IOException {
        String sha256 = access.sha256(file);
        Path imported = cache.resolve("imported-" + sha256).resolve(modelName(file) + ".pt");
        if (Files.exists(imported)) {
            try {
                return read(imported);
            } catch (IOException | MalformedArchiveException | NetworkException e) {
                LOG.warn("the import of '{}' in the cache is damaged and is written again: {}", file, e.getMessage());
            }
        }
        return converted(file, archive, sha256, imported, Optional.empty());
    }

    private BestPt converted(Path file, TorchArchive archive, String sha256, Path bestPt, Optional<NetworkSpec> network)
            throws IOException {
        ImportedModel model = TorchImport.read(archive, modelName(file), network);
        ModelCard.Source source = new ModelCard.Source(TorchImport.format(archive, network), sha256);
        int imageSize = model.imageSize().orElse(BestPtWriter.IMAGE_SIZE);
        writing(bestPt, () -> BestPtWriter.write(model.spec(), model.network(), imageSize, false, source, bestPt));
        return read(bestPt);
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
}
