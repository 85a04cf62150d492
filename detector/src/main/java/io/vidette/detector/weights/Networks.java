package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.description.NetworkYaml;
import io.vidette.detector.description.PlainYaml;
import io.vidette.detector.description.ShippedNetworks;
import io.vidette.detector.importer.TorchImport;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Finds the description of a network by what a user calls it. */
public final class Networks {
    private static final String REMEDY =
            "give a yaml, a checkpoint, a best.pt, or one of " + String.join(", ", ShippedNetworks.names());

    private Networks() {}

    /**
     * The network of a shipped name, a yaml, a checkpoint or a {@code best.pt}.
     *
     * @throws UserError naming the file, what is wrong with it, and the remedy
     */
    public static NetworkSpec find(String nameOrFile) {
        return ShippedNetworks.named(nameOrFile).orElseGet(() -> read(Path.of(nameOrFile)));
    }

    private static NetworkSpec read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("network '" + file + "': no such file, and no network of that name; " + REMEDY);
        }
        try {
            return isYaml(file) ? NetworkYaml.read(name(file), PlainYaml.read(text(file))) : ofWeights(file);
        } catch (MalformedArchiveException | NetworkException e) {
            throw new UserError("network '" + file + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError("network '" + file + "': cannot be read: " + FileFault.inWords(e) + "; " + REMEDY, e);
        }
    }

    private static NetworkSpec ofWeights(Path file) throws IOException {
        try (TorchArchive archive = TorchArchive.open(file)) {
            return CompiledModel.isOne(archive)
                    ? CompiledModel.card(archive).network()
                    : TorchImport.read(archive, name(file), Optional.empty()).spec();
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Refused by its size before it is read. */
    private static String text(Path file) throws IOException {
        if (Files.size(file) > 4L * PlainYaml.MAX_CHARACTERS) {
            throw new NetworkException("it has " + Files.size(file) + " bytes, too many for a description");
        }
        return Files.readString(file);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
