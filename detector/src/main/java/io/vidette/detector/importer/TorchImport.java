package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights that PyTorch wrote, in any of their forms. */
public final class TorchImport {
    private TorchImport() {}

    /**
     * Reads a checkpoint of Ultralytics, a state dict or a TorchScript export; tensors become 32-bit floats.
     *
     * @param name of the model that it becomes
     * @param network that the weights belong to, for files that do not say it
     * @throws MalformedArchiveException when the file is none of these
     * @throws NetworkException naming the layer or tensor that does not fit
     */
    public static ImportedModel read(TorchArchive archive, String name, Optional<NetworkSpec> network)
            throws IOException {
        ImportedModel model = archive.isTorchScript() ? ScriptExport.read(archive, network) : pickled(archive, network);
        return model.withName(name);
    }

    /** What the card calls such a file. */
    public static String format(TorchArchive archive, Optional<NetworkSpec> network) {
        if (archive.isTorchScript()) {
            return "torchscript";
        }
        return network.isPresent() ? "state_dict" : "ultralytics";
    }

    private static ImportedModel pickled(TorchArchive archive, Optional<NetworkSpec> network) throws IOException {
        if (!(archive.pickle() instanceof Dict root)) {
            throw new MalformedArchiveException("it is neither a training checkpoint nor a state dict");
        }
        // The moving average of the weights counts for more, as for Ultralytics' own tools.
        for (String key : List.of("ema", "model")) {
            if (root.get(key).orElse(Pickled.None.NONE) instanceof Instance model) {
                if (network.isPresent()) {
                    throw new NetworkException("the checkpoint brings its own network; leave --network out");
                }
                return UltralyticsCheckpoint.read(archive, model).withImageSize(TrainedSize.of(root));
            }
        }
        Map<String, TensorRef> tensors = StateDict.find(root)
                .orElseThrow(() -> new MalformedArchiveException(
                        "the checkpoint holds neither 'ema' nor 'model', and no tensors"));
        return StateDict.read(archive, tensors, ClassNames.of(root.get("names")), network);
    }
}
