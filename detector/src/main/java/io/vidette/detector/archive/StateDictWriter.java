package io.vidette.detector.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes tensors by name as {@code torch.save} writes a state dict, and as {@code torch.load} reads it without code. */
public final class StateDictWriter {
    private StateDictWriter() {}

    /**
     * Writes the file, or leaves it as it was; the same tensors give the same bytes.
     *
     * @param state in the order of the file
     */
    public static void write(Path file, Map<String, Tensor> state) throws IOException {
        PickleWriter pickle = new PickleWriter();
        List<Tensor> storages = new ArrayList<>();
        pickle.beginOrderedDict();
        state.forEach((name, tensor) -> {
            pickle.text(name);
            pickle.tensor(tensor, Integer.toString(storages.size()), false);
            storages.add(tensor);
        });
        pickle.endOrderedDict();
        byte[] root = pickle.finish();
        WholeFile.write(file, out -> {
            AlignedZip zip = new AlignedZip(out);
            zip.put("data.pkl", root);
            for (int i = 0; i < storages.size(); i++) {
                zip.put("data/" + i, storages.get(i).bytes());
            }
            zip.finish();
        });
    }
}
