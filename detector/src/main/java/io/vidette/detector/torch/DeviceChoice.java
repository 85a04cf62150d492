package io.vidette.detector.torch;

import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses between processor and graphics cards before the engine is started: the engine is another library for cards than for the processor. */
public final class DeviceChoice {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

    private final CudaDriver driver;
    private final Trial trial;

    /** Whether a library works with cards. */
    public interface Trial {
        void check(Libtorch libtorch, List<ComputeDevice.Cuda> cards) throws NoCudaException;
    }

    public DeviceChoice(CudaDriver driver, Trial trial) {
        this.driver = driver;
        this.trial = trial;
    }

    /** Those of this machine. */
    public static DeviceChoice here() {
        return new DeviceChoice(new NvidiaDriver(), CudaProbe::check);
    }

    /**
     * What was chosen.
     *
     * @param libtorch the library to start the engine with; without one it is Vidette's own
     * @param all at least one
     */
    public record Devices(Optional<Libtorch> libtorch, List<ComputeDevice> all) {
        public Devices {
            all = List.copyOf(all);
        }

        /** Starts the engine with the library that fits. */
        public void start() {
            libtorch.ifPresentOrElse(Djl::start, Djl::start);
        }

        public boolean isProcessor() {
            return all.get(0).map(cpu -> true, cuda -> false);
        }

        public static Devices processor() {
            return new Devices(Optional.empty(), List.of(new ComputeDevice.Cpu()));
        }
    }

    /**
     * Chooses the devices and the library of the engine.
     *
     * @throws UserError in one line, when a card is configured and none, or not that one, can be used
     */
    public Devices choose(DeviceSetting setting, Optional<Path> folder) {
        if (setting.kind() == DeviceSetting.Kind.CPU) {
            return Devices.processor();
        }
        try {
            return cards(setting, folder);
        } catch (NoCudaException e) {
            if (setting.kind() == DeviceSetting.Kind.CUDA) {
                throw new UserError("model.device is " + setting + ", but " + e.getMessage(), e);
            }
            if (folder.isPresent()) {
                LOG.warn("the processor serves: {}", e.getMessage());
            } else {
                LOG.debug("the processor serves: {}", e.getMessage());
            }
            return Devices.processor();
        }
    }

    private Devices cards(DeviceSetting setting, Optional<Path> folder) throws NoCudaException {
        List<ComputeDevice.Cuda> wanted = wanted(setting, driver.cards());
        if (folder.isEmpty()) {
            if (setting.kind() == DeviceSetting.Kind.AUTO) {
                LOG.info("{} could run the model; see docs/gpu.md", list(wanted));
            }
            throw new NoCudaException(
                    "Vidette's own PyTorch is without CUDA; name one with it in model.libtorch" + " (docs/gpu.md)");
        }
        Libtorch libtorch = Libtorch.in(folder.get());
        trial.check(libtorch, wanted);
        return new Devices(Optional.of(libtorch), List.copyOf(wanted));
    }

    private static List<ComputeDevice.Cuda> wanted(DeviceSetting setting, List<ComputeDevice.Cuda> there)
            throws NoCudaException {
        List<ComputeDevice.Cuda> wanted = new ArrayList<>();
        for (int number : setting.numbers()) {
            wanted.add(there.stream()
                    .filter(card -> card.number() == number)
                    .findFirst()
                    .orElseThrow(
                            () -> new NoCudaException("there is no cuda:" + number + "; there is " + list(there))));
        }
        return wanted.isEmpty() ? there : wanted;
    }

    private static String list(List<ComputeDevice.Cuda> cards) {
        return cards.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
