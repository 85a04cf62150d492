package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.vidette.detector.TestFiles;
import io.vidette.detector.TinyModel;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.TensorRef;
import io.vidette.detector.archive.TorchArchive;
import io.vidette.detector.darknet.TinyDarknet;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.serve.LayerProgramsTest;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFormatTest {
    /** Of a number's size, or of one where it is smaller. */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    @Test
    void exportsOnnxThatEqualsForwardForAllLayers() throws Exception {
        assertOnnxAgrees(made(LayerProgramsTest.yolov5Of2020()));
        assertOnnxAgrees(made(LayerProgramsTest.mobileNetV3()));
        assertOnnxAgrees(made(LayerProgramsTest.darknet()));
        assertOnnxAgrees(weights().open(TinyModel.write(folder.resolve("tiny.pt"))));
        assertOnnxAgrees(tinyDarknet(folder.resolve("tiny.weights")));
    }

    @Test
    void exportsOnnxThatEqualsForwardForPublishedWeights() throws Exception {
        assertOnnxAgrees(weights().open(TestFiles.find("weights/yolov5n.pt")));
    }

    private BestPt made(NetworkSpec spec) throws IOException {
        Path file = folder.resolve(spec.name() + ".pt");
        BestPtWriter.write(
                spec, LayerProgramsTest.made(GraphReader.read(spec)), new ModelCard.Source("made", "0"), file);
        return weights().open(file);
    }

    /** Batches and sizes are open: a square, and three pictures that are wider than high. */
    private void assertOnnxAgrees(BestPt best) throws Exception {
        Path file = folder.resolve(best.id().name() + ".onnx");
        ExportFormat.ONNX.write(best, file);
        Djl.start();
        try (Program program = Program.load(best.file());
                OrtSession session = OrtEnvironment.getEnvironment()
                        .createSession(file.toString(), new OrtSession.SessionOptions())) {
            assertAgree(program, session, 1, 128, 128);
            assertAgree(program, session, 3, 64, 96);
            assertThat(session.getMetadata().getCustomMetadata()).containsKeys("stride", "names");
        }
    }

    private static void assertAgree(Program program, OrtSession session, int batch, int height, int width)
            throws Exception {
        float[] pictures = new float[batch * 3 * height * width];
        Random random = new Random(batch);
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = random.nextFloat();
        }
        try (NDManager scope = program.newScope();
                OnnxTensor input = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pictures), new long[] {batch, 3, height, width
                        });
                OrtSession.Result result = session.run(Map.of("images", input))) {
            NDArray expected = program.run(scope, scope.create(pictures, new Shape(batch, 3, height, width)));
            OnnxTensor found = (OnnxTensor) result.get(0);
            assertThat(found.getInfo().getShape()).isEqualTo(expected.getShape().getShape());
            assertClose(found.getFloatBuffer(), expected.toFloatArray());
        }
    }

    private static void assertClose(FloatBuffer found, float[] expected) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(found.get(i) - expected[i]) / Math.max(1, Math.abs(expected[i])));
        }
        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Test
    void writesEveryTensorUnderItsNameToAStateDict() throws Exception {
        BestPt best = weights().open(TinyModel.write(folder.resolve("tiny.pt")));
        Path file = folder.resolve("state.pt");

        ExportFormat.STATE_DICT.write(best, file);

        try (TorchArchive archive = TorchArchive.open(file)) {
            assertThat(archive.isTorchScript()).isFalse();
            Pickled.Dict state = (Pickled.Dict) archive.pickle();
            assertThat(state.entries().keySet())
                    .containsExactlyElementsOf(best.model().network().state().keySet().stream()
                            .map(Pickled.Text::new)
                            .toList());
            for (Map.Entry<Pickled, Pickled> entry : state.entries().entrySet()) {
                String name = ((Pickled.Text) entry.getKey()).value();
                TensorRef ref = TensorRef.of(entry.getValue()).orElseThrow();
                assertThat(archive.read(ref).shape())
                        .isEqualTo(best.model().network().tensor(name).shape());
                assertThat(archive.read(ref).toFloats())
                        .isEqualTo(best.model().network().tensor(name).toFloats());
            }
        }
    }

    @Test
    void exportsDarknetWeightsByteForByte() throws IOException {
        Path weights = folder.resolve("tiny.weights");
        BestPt best = tinyDarknet(weights);
        Path out = folder.resolve("out.weights");

        ExportFormat.DARKNET.write(best, out);

        assertThat(out).hasSameBinaryContentAs(weights);
    }

    @Test
    void writesTheSameBytesForTheSameWeights() throws IOException {
        BestPt best = weights().open(TinyModel.write(folder.resolve("tiny.pt")));
        for (ExportFormat format : List.of(ExportFormat.ONNX, ExportFormat.STATE_DICT)) {
            format.write(best, folder.resolve("a"));
            format.write(best, folder.resolve("b"));
            assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
        }
    }

    @Test
    void refusesDarknetWeightsOfAnotherNetwork() throws IOException {
        BestPt best = weights().open(TinyModel.write(folder.resolve("tiny.pt")));

        assertThatThrownBy(() -> ExportFormat.DARKNET.write(best, folder.resolve("out")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("layer 0 (Conv): it is none of Darknet's");
        assertThatThrownBy(() ->
                        ExportFormat.ONNX.write(best, folder.resolve("none").resolve("out")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot write");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private BestPt tinyDarknet(Path weights) throws IOException {
        Path cfg = Files.writeString(folder.resolve("tiny.cfg"), TinyDarknet.CFG);
        TinyDarknet.writeWeights(weights, TinyDarknet.cfg(), 3);
        return new DarknetFiles(weights, cfg, Optional.empty()).importTo(folder.resolve("best.pt"));
    }

    private Weights weights() {
        return new Weights(folder.resolve("cache"));
    }
}
