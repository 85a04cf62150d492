package io.vidette.detector.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a TorchScript archive as {@code torch.jit.load} reads it. The same content gives the same bytes. */
public final class ScriptArchiveWriter {
    private ScriptArchiveWriter() {}

    /**
     * Writes the archive, or leaves the file as it was.
     *
     * @param pickle the root module, as {@link PickleWriter} made it
     * @param code the program, in the dialect that {@code torch.jit.save} writes
     * @param storages tensors by the key that the pickle gives them: entry {@code data/i} is the i-th
     * @param extras name and text of the extra files
     */
    public static void write(Path file, byte[] pickle, String code, List<Tensor> storages, Map<String, String> extras)
            throws IOException {
        WholeFile.write(file, out -> {
            AlignedZip zip = new AlignedZip(out);
            zip.put("data.pkl", pickle);
            zip.put("code/__torch__.py", code);
            for (int i = 0; i < storages.size(); i++) {
                zip.put("data/" + i, storages.get(i).bytes());
            }
            for (Map.Entry<String, String> extra : extras.entrySet()) {
                zip.put("extra/" + extra.getKey(), extra.getValue());
            }
            zip.put("constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
            zip.finish();
        });
    }
}
