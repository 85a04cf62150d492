package io.vidette.detector.weights;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.StateDictWriter;
import io.vidette.detector.darknet.DarknetHeader;
import io.vidette.detector.darknet.DarknetWeights;
import io.vidette.detector.network.NetworkException;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.onnx.OnnxWriter;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What weights can be written as, for other programs. */
public enum ExportFormat {
    /** Darknet's {@code .weights}, of a network that came from its cfg. */
    DARKNET(".weights") {
        @Override
        void writeTo(Path file, BestPt best) throws IOException {
            NetworkSpec spec = best.model().card().network();
            DarknetWeights.write(
                    file,
                    spec,
                    new DarknetWeights.Whole(
                            header(best.model().card().source()), best.model().network()));
        }
    },
    /** Tensors by name, for {@code torch.load} and {@code load_state_dict}. */
    STATE_DICT("-state.pt") {
        @Override
        void writeTo(Path file, BestPt best) throws IOException {
            StateDictWriter.write(file, best.model().network().state());
        }
    },
    /** ONNX, opset 17. */
    ONNX(".onnx") {
        @Override
        void writeTo(Path file, BestPt best) throws IOException {
            ModelCard card = best.model().card();
            OnnxWriter.write(best.model().network(), card.network().name(), metadata(best), file);
        }
    };

    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    abstract void writeTo(Path file, BestPt best) throws IOException;

    /** The usual end of a file's name. */
    public String suffix() {
        return suffix;
    }

    /** As a command names it, such as {@code state-dict}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Writes the weights; the file is whole or stays as it was.
     *
     * @throws UserError when the network has no such form, or the file cannot be written
     */
    public void write(BestPt best, Path file) {
        try {
            writeTo(file, best);
        } catch (NetworkException | MalformedArchiveException e) {
            throw new UserError("'" + best.file() + "' cannot be written as " + this + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError(
                    "cannot write '" + file + "' (" + FileFault.inWords(e) + "); check the folder and the disk", e);
        }
    }

    /** The header that the weights came with, so that they become the same file again. */
    private static DarknetHeader header(ModelCard.Source source) {
        Map<String, String> details = source.details();
        String version = details.get(DarknetFiles.VERSION);
        String seen = details.getOrDefault(DarknetFiles.SEEN, "0");
        try {
            return version == null ? DarknetHeader.CURRENT : DarknetHeader.of(version, Long.parseUnsignedLong(seen));
        } catch (NumberFormatException e) {
            throw new MalformedArchiveException("its count of pictures is '" + seen + "'", e);
        }
    }

    /** What Ultralytics' loader looks for in an ONNX file. */
    private static Map<String, String> metadata(BestPt best) {
        List<String> classes = best.model().card().network().head().classes();
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i < classes.size(); i++) {
            names.append(i == 0 ? "" : ", ").append(i).append(": '");
            names.append(classes.get(i).replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        return new TreeMap<>(Map.of(
                "stride",
                Integer.toString(best.model().network().graph().stride()),
                "names",
                names.append('}').toString()));
    }
}
