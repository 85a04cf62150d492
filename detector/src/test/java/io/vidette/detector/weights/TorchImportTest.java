package io.vidette.detector.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.HashedWeights;
import io.vidette.detector.PickleBytes;
import io.vidette.detector.PickleBytes.Name;
import io.vidette.detector.PickleBytes.Thing;
import io.vidette.detector.Seeds;
import io.vidette.detector.TinyModel;
import io.vidette.detector.description.ShippedNetworks;
import io.vidette.detector.network.Activation;
import io.vidette.detector.network.Head;
import io.vidette.detector.network.NetworkSpec;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Program;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights in the forms that others save them in; the files {@code of2020} and what PyTorch computes with them are by
 * {@code src/test/oracle/checkpoints.py}.
 */
class TorchImportTest {
    @TempDir
    private Path folder;

    private TorchFiles files() {
        return new TorchFiles(folder, 0.25f);
    }

    @Test
    void readsACheckpointOf2020() throws Exception {
        BestPt best = importing(made("of2020.pt"), Optional.empty());

        NetworkSpec network = best.model().card().network();
        assertThat(network.activation()).isEqualTo(Activation.HARDSWISH);
        assertThat(network.cspActivation()).isEqualTo(Activation.LEAKY_RELU);
        assertThat(network.head()).isEqualTo(new Head(TinyModel.CLASSES, TinyModel.ANCHORS));
        assertThat(best.model().card().source().format()).isEqualTo("ultralytics");
        assertComputesWhatPyTorchDoes(best);
    }

    @Test
    void readsAStateDictOfANamedNetwork() throws Exception {
        NetworkSpec network = Networks.find(made("of2020.yaml").toString());

        BestPt best = importing(made("of2020-state.pt"), Optional.of(network));

        assertThat(best.id().name()).isEqualTo("of2020-state");
        assertThat(best.model().card().network()).isEqualTo(network.withName("of2020-state"));
        assertThat(best.model().card().source().format()).isEqualTo("state_dict");
        assertComputesWhatPyTorchDoes(best);
    }

    @Test
    void readsTheLegacyPyTorchFormatWithoutZip() throws Exception {
        NetworkSpec network = Networks.find(made("of2020.yaml").toString());

        assertComputesWhatPyTorchDoes(importing(made("of2020-legacy.pt"), Optional.of(network)));
    }

    @Test
    void refusesATruncatedOrDamagedLegacyFile() throws IOException {
        byte[] whole = Files.readAllBytes(made("of2020-legacy.pt"));
        NetworkSpec network = Networks.find(made("of2020.yaml").toString());
        Path file = folder.resolve("damaged.pt");
        for (int twentieths = 1; twentieths < 20; twentieths++) {
            Files.write(file, Arrays.copyOf(whole, whole.length * twentieths / 20));
            assertRefused(file, Optional.of(network), "end");
        }
        Seeds.each(Integer.getInteger("vidette.fuzz", 100), random -> {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 4; i++) {
                damaged[15 + random.nextInt(20_000)] = (byte) random.nextInt();
            }
            try {
                Files.write(file, damaged);
                importing(file, Optional.of(network));
            } catch (UserError e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void readsAnExportWithFoldedNormalisations() throws Exception {
        NetworkSpec network = Networks.find(made("of2020.yaml").toString());

        BestPt best = importing(made("of2020.torchscript"), Optional.of(network));

        assertThat(best.model().card().network()).isEqualTo(network.withName("of2020"));
        assertThat(best.model().card().source().format()).isEqualTo("torchscript");
        assertComputesWhatPyTorchDoes(best);
    }

    @Test
    void recognisesAnExportOfAShippedNetworkByItsShapes() throws IOException {
        NetworkSpec shipped = ShippedNetworks.named("yolov5n").orElseThrow();
        NetworkSpec ours =
                shipped.withHead(new Head(TinyModel.CLASSES, shipped.head().anchors()));

        BestPt best = importing(files().script(ours), Optional.empty());

        assertThat(best.model().card().network().layers()).isEqualTo(shipped.layers());
        assertThat(best.model().card().network().head().classes()).containsExactly("0", "1", "2");
    }

    @Test
    void takesTheImageSizeFromTheOptionsOfTheTraining() throws IOException {
        assertThat(sizeOf(Map.of())).isEqualTo(640);
        assertThat(sizeOf(Map.of("opt", Map.of("imgsz", 416)))).isEqualTo(416);
        assertThat(sizeOf(Map.of("opt", Map.of("img_size", List.of(320, 512))))).isEqualTo(512);
        assertThat(sizeOf(Map.of("train_args", Map.of("imgsz", 1280)))).isEqualTo(1280);
        assertThat(sizeOf(Map.of("opt", Map.of("imgsz", -5)))).isEqualTo(640);
        assertThat(sizeOf(Map.of("opt", Map.of("imgsz", 1_000_000)))).isEqualTo(640);
        assertThat(sizeOf(Map.of("opt", "none"))).isEqualTo(640);
    }

    private int sizeOf(Map<String, Object> beside) throws IOException {
        return importing(TinyModel.writeWith(folder.resolve("sized.pt"), beside), Optional.empty())
                .model()
                .card()
                .imageSize();
    }

    @Test
    void takesTheImageSizeFromTheConfigOfAnExport() throws IOException {
        assertThat(exportSize("{}")).isEqualTo(640);
        assertThat(exportSize("{\"shape\": [1, 3, 320, 416]}")).isEqualTo(416);
        assertThat(exportSize("{\"imgsz\": [512, 512]}")).isEqualTo(512);
        assertThat(exportSize("{\"imgsz\": 96}")).isEqualTo(96);
        assertThat(exportSize("{\"imgsz\": \"big\", \"shape\": [9]}")).isEqualTo(640);
    }

    private int exportSize(String config) throws IOException {
        Path export = files().script(
                        ShippedNetworks.named("yolov5n").orElseThrow(),
                        Map.of("archive/extra/config.txt", config.getBytes(StandardCharsets.UTF_8)));
        return importing(export, Optional.empty()).model().card().imageSize();
    }

    @Test
    void reportsAnExportOfAnUnknownNetwork() throws IOException {
        assertRefused(
                made("of2020.torchscript"),
                Optional.empty(),
                "tensors fit none of the networks that are known by name");
    }

    @Test
    void asksForAStateDictsNetworkAndSuggestsMatches() throws IOException {
        assertRefused(
                made("of2020-state.pt"), Optional.empty(), "which network it belongs to; name it with --network;");

        NetworkSpec shipped = ShippedNetworks.named("yolov3-tiny").orElseThrow();
        assertRefused(
                files().state(shipped, Map.of(), Map.of()),
                Optional.empty(),
                "such as yolov3-tiny, whose tensors have");
    }

    @Test
    void namesTheTensorThatDoesNotFitWithBothShapes() throws IOException {
        NetworkSpec tiny = TinyModel.spec();

        assertRefused(
                files().state(tiny, Map.of("model.3.conv.weight", List.of(24, 8, 3, 3)), Map.of()),
                Optional.of(tiny),
                "the tensor model.3.conv.weight should be [24, 16, 3, 3] and is [24, 8, 3, 3]");
        assertRefused(
                files().state(tiny, Map.of("model.3.bn.bias", List.of()), Map.of()),
                Optional.of(tiny),
                "the tensor model.3.bn.bias should be [24] and is []");
        assertRefused(
                files().state(tiny, Map.of(), Map.of("model.3.extra", List.of(7))),
                Optional.of(tiny),
                "the file has the tensor model.3.extra of [7], which no layer");
        assertRefused(
                made("of2020-state.pt"),
                ShippedNetworks.named("yolov5n"),
                "the file lacks the tensor model.24.m.0.weight of the detecting layer");
    }

    @Test
    void namesAMissingOrDuplicateTensor() throws IOException {
        NetworkSpec tiny = TinyModel.spec();
        Map<String, Object> fewer = TorchFiles.tensors(tiny, Map.of());
        fewer.remove("model.3.bn.bias");

        assertRefused(
                files().checkpoint(tiny, fewer),
                Optional.of(tiny),
                "the file lacks the tensor model.3.bn.bias of [24]");
        assertRefused(
                files().state(tiny, Map.of(), Map.of("module.model.3.bn.bias", List.of(24))),
                Optional.of(tiny),
                "two tensors are called model.3.bn.bias");
    }

    @Test
    void readsAWrappedStateDict() throws IOException {
        NetworkSpec tiny = TinyModel.spec();
        for (String wrapper : List.of("module.", "_orig_mod.", "_orig_mod.module.", "model.")) {
            Map<String, Object> wrapped = new LinkedHashMap<>();
            TorchFiles.tensors(tiny, Map.of()).forEach((name, tensor) -> wrapped.put(wrapper + name, tensor));

            assertThat(importing(files().checkpoint(tiny, wrapped), Optional.of(tiny))
                            .model()
                            .card()
                            .network()
                            .layers())
                    .as(wrapper)
                    .isEqualTo(tiny.layers());
        }
    }

    @Test
    void prefersTheMovingAverage() throws IOException {
        NetworkSpec tiny = TinyModel.spec();
        Map<String, Object> fitting = TorchFiles.tensors(tiny, Map.of());
        Map<String, Object> other = TorchFiles.tensors(tiny, Map.of("model.3.bn.bias", List.of(7)));

        importing(files().checkpoint(tiny, Map.of("model", other, "ema", fitting)), Optional.of(tiny));
        assertRefused(
                files().checkpoint(tiny, Map.of("model", fitting, "ema", other)),
                Optional.of(tiny),
                "model.3.bn.bias should be [24] and is [7]");
        Thing empty = new Thing(new Name("models.yolo", "Model"), Map.of());
        assertRefused(
                TinyModel.writeWith(folder.resolve("average.pt"), Map.of("ema", empty)),
                Optional.empty(),
                "its model does not carry the description of its network");
    }

    @Test
    void refusesTheWrongNumberOfNames() throws IOException {
        NetworkSpec tiny = TinyModel.spec();
        Map<String, Object> tensors = TorchFiles.tensors(tiny, Map.of());

        assertThat(importing(
                                files().checkpoint(tiny, Map.of("model", tensors, "names", List.of("a", "b", "c"))),
                                Optional.of(tiny))
                        .classes())
                .containsExactly("a", "b", "c");
        assertRefused(
                files().checkpoint(tiny, Map.of("model", tensors, "names", List.of("a"))),
                Optional.of(tiny),
                "the detecting layer has 3 classes and 1 names");
    }

    @Test
    void refusesANormalisationWithAnotherEpsilon() throws IOException {
        Thing norm = new Thing(new Name("torch.nn.modules.batchnorm", "BatchNorm2d"), Map.of("eps", 1e-5));
        Thing model = new Thing(new Name("models.yolo", "Model"), Map.of("_modules", Map.of("0", norm)));

        assertRefused(
                TinyModel.writeZip(
                        folder.resolve("eps.pt"), Map.of("archive/data.pkl", PickleBytes.of(Map.of("model", model)))),
                Optional.empty(),
                "layer 0 does not have YOLOv5's eps of 0.001");
    }

    @Test
    void refusesWeightsThatAreNotFinite() throws IOException {
        Path failed = new TorchFiles(folder, Float.NaN).state(TinyModel.spec(), Map.of(), Map.of());

        assertRefused(failed, Optional.of(TinyModel.spec()), "model.0.conv.weight holds NaN; the training has failed");
    }

    @Test
    void refusesUnsupportedOrMixedActivations() throws IOException {
        Thing leaky = new Thing(new Name("torch.nn.modules.activation", "LeakyReLU"), Map.of("negative_slope", 0.01));
        assertRefused(
                files().modules(leaky, leaky), Optional.empty(), "layer 0.act is a LeakyReLU with a slope of 0.01");

        Thing silu = new Thing(new Name("torch.nn.modules.activation", "SiLU"), Map.of());
        Thing hardswish = new Thing(new Name("torch.nn.modules.activation", "Hardswish"), Map.of());
        assertRefused(
                files().modules(silu, hardswish),
                Optional.empty(),
                "layer 1 applies Hardswish and layer 0 SiLU; only one");
        Thing frelu = new Thing(new Name("utils.activations", "FReLU"), Map.of());
        assertRefused(files().modules(frelu, frelu), Optional.empty(), "layer 0.act is a utils.activations.FReLU");
    }

    @Test
    void needsNoNetworkForACheckpointWithItsOwn() throws IOException {
        assertRefused(made("of2020.pt"), Optional.of(TinyModel.spec()), "brings its own network; leave --network out");
    }

    private Path made(String name) throws IOException {
        try (var in = TorchImportTest.class.getResourceAsStream("/golden/checkpoints/" + name)) {
            assertThat(in).as(name).isNotNull();
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    private BestPt importing(Path file, Optional<NetworkSpec> network) {
        return Weights.importTo(file, folder.resolve("out").resolve("best.pt"), network);
    }

    private void assertRefused(Path file, Optional<NetworkSpec> network, String reason) {
        assertThatThrownBy(() -> importing(file, network))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    private void assertComputesWhatPyTorchDoes(BestPt best) throws Exception {
        JsonNode golden = new JsonMapper().readTree(made("of2020.json").toFile());
        Djl.start();
        float[] found;
        try (Program program = Program.load(best.file());
                NDManager scope = program.newScope()) {
            float[] picture = HashedWeights.numbers("input", 3 * 64 * 96, 0.5, 0.5);
            found = program.run(scope, scope.create(picture, new Shape(1, 3, 64, 96)))
                    .toFloatArray();
        }
        int step = golden.get("step").asInt();
        for (int i = 0; i < golden.get("values").size(); i++) {
            double value = golden.get("values").get(i).asDouble();
            assertThat((double) found[i * step])
                    .isCloseTo(value, within(golden.get("tolerance").asDouble() * Math.max(1, Math.abs(value))));
        }
    }
}
