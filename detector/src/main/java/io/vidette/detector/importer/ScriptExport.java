package io.vidette.detector.importer;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A TorchScript program of another tool, such as YOLOv5's own export: the weights and the kinds of modules are read from
 * it, and the network is written anew. Its code is not run.
 */
final class ScriptExport {
    private ScriptExport() {}

    /**
     * Reads it.
     *
     * @param network to fit the tensors to; else they are compared with the shipped ones
     * @throws NetworkException naming the tensor that does not fit
     */
    static ImportedModel read(TorchArchive archive, Optional<NetworkSpec> network) throws IOException {
        if (!(archive.pickle() instanceof Instance root)) {
            throw new MalformedArchiveException("its program holds no module");
        }
        ModuleTree tree;
        try {
            tree = ModuleTree.ofScript(root);
        } catch (MalformedArchiveException e) {
            throw new MalformedArchiveException(e.getMessage() + missingConfig(archive), e);
        }
        JsonNode config = config(archive);
        List<String> names = ExportConfig.names(config);
        NetworkSpec spec;
        if (network.isPresent()) {
            spec = HeadTensors.fit(network.get(), tree.tensors(), archive, names);
        } else {
            Optional<NetworkSpec> known = Recognition.network(archive, tree.tensors(), names);
            if (known.isEmpty()) {
                throw new NetworkException("its " + tree.tensors().size() + " tensors fit none of the networks that are"
                        + " known by name; give the description with --network" + missingConfig(archive));
            }
            spec = known.get();
        }
        spec = tree.withActivations(spec);
        return new ImportedModel(
                spec, StateMatch.of(GraphReader.read(spec), tree.tensors()).read(archive), TrainedSize.of(config));
    }

    /** Without it an export of a newer model is not known for one. */
    private static String missingConfig(TorchArchive archive) throws IOException {
        return archive.text("extra/config.txt").isPresent()
                ? ""
                : ", or, for YOLOv8 and later, export it again: it has no extra/config.txt";
    }

    /** What YOLOv5 adds to its exports, else an empty object. */
    private static JsonNode config(TorchArchive archive) throws IOException {
        return ExportConfig.parse(archive.text("extra/config.txt").orElse("{}"));
    }
}
