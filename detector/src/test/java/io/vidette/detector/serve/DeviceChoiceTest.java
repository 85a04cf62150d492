package io.vidette.detector.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.TinyModel;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.torch.ComputeDevice;
import io.vidette.detector.torch.CudaProbe;
import io.vidette.detector.torch.DeviceChoice;
import io.vidette.detector.torch.DeviceSetting;
import io.vidette.detector.torch.Djl;
import io.vidette.detector.torch.Libtorch;
import io.vidette.detector.torch.NoCudaException;
import io.vidette.detector.torch.NvidiaDriver;
import io.vidette.detector.weights.BestPt;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceChoiceTest {
    private static final ComputeDevice.Cuda FIRST = new ComputeDevice.Cuda(0, "NVIDIA L4", 22L << 30);
    private static final ComputeDevice.Cuda SECOND = new ComputeDevice.Cuda(1, "NVIDIA T4", 15L << 30);
    private static final ComputeDevice.Cpu CPU = new ComputeDevice.Cpu();
    private static final DeviceChoice TWO_CARDS =
            new DeviceChoice(() -> List.of(FIRST, SECOND), (libtorch, cards) -> {});
    private static final DeviceChoice NO_CARD = new DeviceChoice(
            () -> {
                throw new NoCudaException("there is no driver");
            },
            (libtorch, cards) -> {});

    @TempDir
    private Path folder;

    @Test
    void usesEveryGpuWhenNoneIsNamed() throws IOException {
        assertThat(choose(TWO_CARDS, "auto")).containsExactly(FIRST, SECOND);
        assertThat(choose(TWO_CARDS, "cuda")).containsExactly(FIRST, SECOND);
    }

    @Test
    void usesTheNamedGpusInTheirOrder() throws IOException {
        assertThat(choose(TWO_CARDS, "cuda:1")).containsExactly(SECOND);
        assertThat(choose(TWO_CARDS, "cuda:1,0")).containsExactly(SECOND, FIRST);
        assertThat(choose(TWO_CARDS, "cpu")).containsExactly(CPU);
    }

    @Test
    void listsTheGpusWhenTheNamedOneIsMissing() {
        assertThatThrownBy(() -> choose(TWO_CARDS, "cuda:9"))
                .isInstanceOf(UserError.class)
                .hasMessage("model.device is cuda:9, but there is no cuda:9; there is cuda:0 (NVIDIA L4, 22.0 GiB),"
                        + " cuda:1 (NVIDIA T4, 15.0 GiB)");
    }

    @Test
    void servesFromTheCpuWithoutAUsableOrRequestedGpu() throws IOException {
        assertThat(choose(NO_CARD, "auto")).containsExactly(CPU);
        assertThatThrownBy(() -> choose(NO_CARD, "cuda"))
                .isInstanceOf(UserError.class)
                .hasMessage("model.device is cuda, but there is no driver");
    }

    @Test
    void asksForALibtorchWithCuda() {
        assertThat(TWO_CARDS.choose(DeviceSetting.AUTO, Optional.empty()).all()).containsExactly(CPU);
        assertThatThrownBy(() -> TWO_CARDS.choose(DeviceSetting.parse("cuda"), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.libtorch")
                .hasMessageContaining("docs/gpu.md");
    }

    @Test
    void refusesAFolderWithoutLibtorchOrWithAnotherVersion() throws IOException {
        assertThatThrownBy(() -> Libtorch.in(folder)).hasMessageContaining("has no libtorch.so");
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Files.createFile(lib.resolve("libtorch.so"));
        assertThatThrownBy(() -> Libtorch.in(folder)).hasMessageContaining("has no libtorch_cuda.so");
        Files.createFile(lib.resolve("libtorch_cuda.so"));
        assertThat(libtorchIn(folder)).isEqualTo(libtorchIn(lib)).isEqualTo(lib.toAbsolutePath());
        Files.writeString(folder.resolve("build-version"), "2.8.0+cu128\n");
        assertThatThrownBy(() -> Libtorch.in(folder)).hasMessageContaining("is PyTorch 2.8.0, but Vidette needs 2.7.1");
    }

    private static Path libtorchIn(Path folder) {
        try {
            return Libtorch.in(folder).folder();
        } catch (NoCudaException e) {
            throw new AssertionError(e);
        }
    }

    /** The library that is tried is a file without content; what is broken stays in the other process. */
    @Test
    void servesFromTheCpuWhenTheLibraryIsBroken() throws IOException {
        DeviceChoice broken = new DeviceChoice(() -> List.of(FIRST), CudaProbe::check);
        Path libtorch = emptyLibtorch();

        assertThat(broken.choose(DeviceSetting.AUTO, Optional.of(libtorch)))
                .isEqualTo(DeviceChoice.Devices.processor());
        assertThatThrownBy(() -> broken.choose(DeviceSetting.parse("cuda:0"), Optional.of(libtorch)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("model.device is cuda:0, but PyTorch with CUDA in " + libtorch)
                .hasMessageContaining("file too short")
                .hasMessageContaining("docs/gpu.md")
                .message()
                .hasLineCount(1);
    }

    @Test
    void refusesARequestedGpuOnAMachineWithoutOne() throws IOException {
        assumeTrue(!hasCard(), "this machine has a card of NVIDIA");
        Weights weights = new Weights(folder.resolve("cache"));
        BestPt best = weights.open(TinyModel.write(folder.resolve("tiny.pt")));
        DetectorConfig config =
                DetectorConfig.defaults().change(DetectorConfig::imageSize).to(64);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        assertThatThrownBy(() -> ModelLoader.load(
                        best, weights, config.change(DetectorConfig::device).to(DeviceSetting.parse("cuda")), meters))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("model.device is cuda, but ")
                .message()
                .hasLineCount(1);
        try (YoloModel model = ModelLoader.load(
                best, weights, config.change(DetectorConfig::libtorch).to(Optional.of(emptyLibtorch())), meters)) {
            assertThat(model.devices()).startsWith("cpu (");
            assertThat(model.detect(List.of(Jpegs.random(64, 64, 1))).frames()).hasSize(1);
        }
    }

    /** The trial says that all is well, and then the engine cannot be had with cards after all. */
    @Test
    void servesFromTheCpuWhenAGpuFailsLater() throws IOException {
        Djl.start();
        Weights weights = new Weights(folder.resolve("cache"));
        BestPt best = weights.open(TinyModel.write(folder.resolve("tiny.pt")));
        DetectorConfig config = DetectorConfig.defaults()
                .change(DetectorConfig::imageSize)
                .to(64)
                .change(DetectorConfig::libtorch)
                .to(Optional.of(emptyLibtorch()));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        try (YoloModel model = new ModelLoader(best, weights, config, Fit.DETECT, meters).load(TWO_CARDS)) {
            assertThat(model.devices()).isEqualTo(CPU.toString());
        }
        DetectorConfig cuda = config.change(DetectorConfig::device).to(DeviceSetting.parse("cuda"));
        assertThatThrownBy(() -> new ModelLoader(best, weights, cuda, Fit.DETECT, meters).load(TWO_CARDS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot change");
        assertThatThrownBy(() -> new ModelLoader(best, weights, cuda, Fit.DETECT, meters).load(List.of(FIRST)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no serving form of it runs on cuda:0 (NVIDIA L4, 22.0 GiB): cudnn-fp16-")
                .message()
                .hasLineCount(1);
    }

    private static boolean hasCard() {
        try {
            return !new NvidiaDriver().cards().isEmpty();
        } catch (NoCudaException e) {
            return false;
        }
    }

    private List<ComputeDevice> choose(DeviceChoice devices, String setting) throws IOException {
        return devices.choose(DeviceSetting.parse(setting), Optional.of(emptyLibtorch()))
                .all();
    }

    private Path emptyLibtorch() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("torch"));
        for (String name : List.of("libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so")) {
            if (!Files.exists(lib.resolve(name))) {
                Files.createFile(lib.resolve(name));
            }
        }
        return lib;
    }
}
