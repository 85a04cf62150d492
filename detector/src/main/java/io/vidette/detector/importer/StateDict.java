package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dictionary of tensors that does not name its network, as {@code torch.save(model.state_dict())} writes
 * it, by itself or as one entry of a checkpoint.
 */
final class StateDict {
    /** Entries that hold it in checkpoints of various tools; the moving average counts for more. */
    private static final List<String> ENTRIES =
            List.of("ema", "model", "ema_state_dict", "state_dict", "model_state_dict");
    /** What wrappers put before the names. */
    private static final List<String> WRAPPERS = List.of("module.", "model.", "_orig_mod.");

    private StateDict() {}

    /** The dictionary of a pickle, or nothing where it has none. */
    static Optional<Map<String, TensorRef>> find(Dict root) {
        for (String entry : ENTRIES) {
            if (root.get(entry).orElse(Pickled.None.NONE) instanceof Dict inner) {
                Map<String, TensorRef> tensors = tensors(inner);
                if (!tensors.isEmpty()) {
                    return Optional.of(tensors);
                }
            }
        }
        return Optional.of(tensors(root)).filter(tensors -> !tensors.isEmpty());
    }

    private static Map<String, TensorRef> tensors(Dict dict) {
        Map<String, TensorRef> tensors = new LinkedHashMap<>();
        for (Map.Entry<Pickled, Pickled> entry : dict.entries().entrySet()) {
            if (entry.getKey() instanceof Text name) {
                TensorRef.of(entry.getValue()).ifPresent(ref -> {
                    if (tensors.put(named(name.value()), ref) != null) {
                        throw new MalformedArchiveException("two tensors are called " + named(name.value()));
                    }
                });
            }
        }
        return tensors;
    }

    /** As {@code model.0.conv.weight}, whatever stands before the number. */
    private static String named(String name) {
        String rest = name;
        for (boolean wrapped = true; wrapped; ) {
            wrapped = false;
            for (String wrapper : WRAPPERS) {
                if (rest.startsWith(wrapper)) {
                    rest = rest.substring(wrapper.length());
                    wrapped = true;
                }
            }
        }
        return "model." + rest;
    }

    /**
     * The weights of a network.
     *
     * @throws NetworkException naming the tensor that does not fit, or saying that no network was named
     */
    static ImportedModel read(
            TorchArchive archive, Map<String, TensorRef> tensors, List<String> names, Optional<NetworkSpec> network)
            throws IOException {
        if (network.isEmpty()) {
            String fits = Recognition.network(archive, tensors, names)
                    .map(found -> ", such as " + found.name() + ", whose tensors have the same shapes")
                    .orElse("");
            throw new NetworkException(
                    "a state dict does not say which network it belongs to; name it with --network" + fits);
        }
        NetworkSpec spec = HeadTensors.fit(network.get(), tensors, archive, names);
        return new ImportedModel(
                spec, StateMatch.of(GraphReader.read(spec), tensors).read(archive));
    }
}
