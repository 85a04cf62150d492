package io.vidette.detector.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.HashedWeights;
import io.vidette.detector.TinyModel;
import io.vidette.detector.archive.ElementType;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Text;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.network.Graph;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCompilerTest {
    @TempDir
    private Path folder;

    @Test
    void keepsBiasesExactWithSixteenBitWeights() throws IOException {
        assertThat(types(Kernels.ONEDNN, Precision.BF16))
                .containsEntry("weight", Set.of(ElementType.BFLOAT16))
                .containsEntry("bias", Set.of(ElementType.FLOAT32))
                .containsEntry("anchors", Set.of(ElementType.FLOAT32));
    }

    @Test
    void storesBiasesInTheFormOfPyTorchConvolutions() throws IOException {
        assertThat(types(Kernels.PLAIN, Precision.FP16))
                .containsEntry("weight", Set.of(ElementType.FLOAT16))
                .containsEntry("bias", Set.of(ElementType.FLOAT16))
                .containsEntry("anchors", Set.of(ElementType.FLOAT32));
    }

    /** How the tensors of each name are stored. */
    private Map<String, Set<ElementType>> types(Kernels kernels, Precision precision) throws IOException {
        Graph graph = GraphReader.read(TinyModel.spec());
        Network network = HashedWeights.of(graph, Collections.nCopies(100, 1.0));
        Path file = folder.resolve("serving.pt");
        ServingCompiler.write(network, new ServingTarget(kernels, precision, false), file);
        Map<String, Set<ElementType>> types = new TreeMap<>();
        try (TorchArchive archive = TorchArchive.open(file)) {
            collect(archive.pickle(), types);
        }
        return types;
    }

    private static void collect(Pickled module, Map<String, Set<ElementType>> types) {
        if (module instanceof Instance instance) {
            instance.attributes().forEach((name, value) -> {
                TensorRef.of(value)
                        .ifPresent(tensor -> types.computeIfAbsent(((Text) name).value(), any -> new TreeSet<>())
                                .add(tensor.type()));
                collect(value, types);
            });
        }
    }
}
