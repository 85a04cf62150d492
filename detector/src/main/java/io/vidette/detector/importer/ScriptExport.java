package io.vidette.detector.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.util.ArrayList;
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
        ModuleTree tree = ModuleTree.ofScript(root);
        JsonNode config = config(archive);
        List<String> names = classNames(config);
        NetworkSpec spec = network.isPresent()
                ? HeadTensors.fit(network.get(), tree.tensors(), archive, names)
                : Recognition.network(archive, tree.tensors(), names)
                        .orElseThrow(() -> new NetworkException("its "
                                + tree.tensors().size() + " tensors fit none of the networks that are known by name;"
                                + " give the description with --network"));
        spec = tree.withActivations(spec);
        return new ImportedModel(
                spec, StateMatch.of(GraphReader.read(spec), tree.tensors()).read(archive), TrainedSize.of(config));
    }

    /** What YOLOv5 adds to its exports, else an empty object. */
    private static JsonNode config(TorchArchive archive) throws IOException {
        try {
            return new JsonMapper().readTree(archive.text("extra/config.txt").orElse("{}"));
        } catch (JsonProcessingException e) {
            throw new MalformedArchiveException("its config.txt is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A list, or a map of number and name. */
    private static List<String> classNames(JsonNode config) {
        List<String> names = new ArrayList<>();
        JsonNode given = config.path("names");
        for (int i = 0; i < given.size(); i++) {
            JsonNode name = given.isArray() ? given.get(i) : given.path(Integer.toString(i));
            if (!name.isTextual()) {
                throw new MalformedArchiveException("its config.txt has no name for the class " + i);
            }
            names.add(name.textValue());
        }
        return names;
    }
}
