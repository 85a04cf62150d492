package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.detector.compile.Precision;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.network.GraphReader;
import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.network.Operation;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.BestPtWriter;
import io.vidette.detector.weights.ModelCard;
import io.vidette.detector.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The form for graphics cards, on the processor: it moves to where its weights are, which may be here. */
class CudnnFormTest {
    private static final int SIDE = 64;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        Djl.start();
    }

    static List<NetworkSpec> networks() {
        return List.of(LayerProgramsTest.yolov5Of2020(), LayerProgramsTest.mobileNetV3(), LayerProgramsTest.darknet());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void agreesWithBestPt(NetworkSpec spec) throws Exception {
        BestPt best = best(spec);
        try (Program reference = Program.load(best.file());
                CompiledForm form = form(best, Precision.FP32, false);
                CompiledForm labels = form(best, Precision.FP32, true)) {
            assertThat(Agreement.check(reference, form, best.model().network().graph(), Agreement.TOLERANCE))
                    .isEmpty();
            assertThat(Agreement.check(reference, labels, best.model().network().graph(), Agreement.TOLERANCE))
                    .isEmpty();
        }
    }

    /** What no processor can show: that nothing but the pictures and the candidates crosses, once each. */
    @Test
    void copiesPicturesAndCandidatesOnceEach() throws Exception {
        BestPt best = best(LayerProgramsTest.yolov5Of2020());
        form(best, Precision.FP16, false).close();
        String code = code(folder.resolve(new ServingTarget(Kernels.CUDNN, Precision.FP16, false).key() + ".pt"));

        assertThat(code).containsOnlyOnce("torch.to(pictures, device, None, True)");
        assertThat(code).containsOnlyOnce("torch.cpu(");
        assertThat(code).containsOnlyOnce("torch.pin_memory(buffer)");
        long convolutions = best.model().network().graph().operations().stream()
                .filter(Operation.Convolution.class::isInstance)
                .count();
        assertThat(code.split("memory_format=2", -1)).hasSize((int) convolutions + 1);
    }

    private static String code(Path archive) throws Exception {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith("/code/__torch__.py")) {
                    return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no code in " + archive);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void runsInEveryPrecisionAsWholeBatches(Precision precision) throws Exception {
        BestPt best = best(LayerProgramsTest.yolov5Of2020());
        CompiledForm form = form(best, precision, false);
        try (BatchEngine engine = new WholeBatches(form, SIDE, ScoreThresholds.of(0.01f))) {
            // Without a driver there is no pinned memory, and other memory serves.
            ByteBuffer squares = engine.newBuffer(3 * SIDE * SIDE * 3);
            List<Candidates> found = List.of(new Candidates(), new Candidates(), new Candidates());
            engine.run(squares, found);
            assertThat(squares.isDirect()).isTrue();
            assertThat(found.get(0).size()).isPositive();
            assertThat(found)
                    .allMatch(candidates -> candidates.size() == found.get(0).size());
            assertThat(engine.formKey()).startsWith("cudnn-");
        }
    }

    /**
     * Leaves {@code target/cudnn/NAME.pt}, {@code NAME-cudnn-fp32.pt} and so on for {@code src/test/oracle/check_device.py},
     * which checks them on a graphics card: of {@code -Dvidette.weights=FILE}, else of a made network.
     */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void writesTheFormsForTheCheckOnAGpu(Precision precision) throws Exception {
        String given = System.getProperty("vidette.weights");
        BestPt best = given == null
                ? best(LayerProgramsTest.yolov5Of2020())
                : new Weights(folder.resolve("cache")).open(Path.of(given));
        Path left = Files.createDirectories(Path.of("target", "cudnn"));
        Files.copy(best.file(), left.resolve(best.id().name() + ".pt"), StandardCopyOption.REPLACE_EXISTING);
        Path form = left.resolve(best.id().name() + "-cudnn-" + precision.name().toLowerCase(Locale.ROOT) + ".pt");

        ServingCompiler.write(best.model().network(), new ServingTarget(Kernels.CUDNN, precision, false), form);

        assertThat(code(form)).contains("torch.pin_memory(buffer)");
    }

    private BestPt best(NetworkSpec spec) throws Exception {
        Path file = folder.resolve(spec.name() + ".pt");
        Network network = LayerProgramsTest.made(GraphReader.read(spec));
        BestPtWriter.write(spec, network, new ModelCard.Source("made", "0"), file);
        return Weights.read(file);
    }

    private CompiledForm form(BestPt best, Precision precision, boolean multiLabel) throws Exception {
        ServingTarget target = new ServingTarget(Kernels.CUDNN, precision, multiLabel);
        Path file = folder.resolve(target.key() + ".pt");
        ServingCompiler.write(best.model().network(), target, file);
        return CompiledForm.load(target, file, new ComputeDevice.Cpu().engine(), SIDE);
    }
}
