package io.vidette.deploy.app.model;

import io.vidette.detector.importer.ExportConfig;
import io.vidette.detector.network.LayerRow;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.serve.ExportForms;
import io.vidette.detector.serve.ExportOutput;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.DarknetFiles;
import io.vidette.detector.weights.ExportedModel;
import io.vidette.detector.weights.Networks;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads, describes and writes files of weights and networks. */
public final class ModelFiles {
    private final Supplier<Path> cache;

    /** @param cache returns where imported weights and serving forms are kept; asked only if something is kept */
    public ModelFiles(Supplier<Path> cache) {
        this.cache = cache;
    }

    /**
     * Describes a network that comes with Vidette, a YOLO yaml, or weights.
     *
     * @param network a name or a file
     * @throws UserError if there is no such network, or its file is invalid
     */
    public ModelDescription describe(String network) {
        Path file = Path.of(network);
        Optional<ExportedModel> export =
                Files.isRegularFile(file) && !isYaml(network) ? Weights.export(file) : Optional.empty();
        return export.isPresent() ? export(export.get()) : layers(network);
    }

    /**
     * Reads weights of another program and writes them as {@code best.pt}, over a file that exists.
     *
     * @throws UserError if they cannot be read or written
     */
    public static ImportReport importWeights(ImportOrder order) {
        BestPt best = order.isDarknet()
                ? new DarknetFiles(order.file(), order.description(), order.names()).importTo(order.output())
                : Weights.importTo(order.file(), order.output(), order.network().map(Networks::find));
        return ImportReport.of(order.output(), best);
    }

    /**
     * Reads weights; those of other programs are imported first.
     *
     * @throws UserError if they cannot be read
     */
    public OpenedWeights open(Path file) {
        return new OpenedWeights(new Weights(cache.get()).open(file));
    }

    private static boolean isYaml(String network) {
        String name = network.toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private ModelDescription export(ExportedModel export) {
        ExportConfig config = export.config();
        ExportOutput output = ExportForms.output(export, cache.get());
        return new ModelDescription.Export(
                export.id().name(),
                "export",
                config.description(),
                config.task(),
                config.classes(),
                config.width(),
                config.height(),
                config.stride(),
                config.dynamic(),
                output.head(),
                output.shape());
    }

    private static ModelDescription layers(String network) {
        NetworkSpec spec = Networks.find(network);
        List<LayerRow> layers = table(network, spec);
        return new ModelDescription.Layers(
                spec.name(),
                layers,
                layers.stream().mapToLong(LayerRow::parameters).sum(),
                spec.depthMultiple(),
                spec.widthMultiple(),
                spec.head().classes(),
                spec.head().anchors());
    }

    private static List<LayerRow> table(String network, NetworkSpec spec) {
        try {
            return LayerRow.table(spec);
        } catch (NetworkException e) {
            throw new UserError("network '" + network + "': " + e.getMessage(), e);
        }
    }
}
