package io.vidette.detector.serve;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import io.vidette.detector.compile.Precision;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.torch.EngineErrors;
import io.vidette.detector.torch.Program;
import io.vidette.detector.weights.BestPt;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the serving form of a model: the fastest that the device runs and that agrees with {@code best.pt} on a sample.
 * Forms are compiled when first needed and kept in the cache by hash and target.
 */
final class CompiledForms {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledForms.class);

    private final BestPt best;
    private final DetectorConfig config;
    private final ServingDevice device;
    private final Path cache;
    private final List<String> objections = new ArrayList<>();

    private CompiledForms(BestPt best, DetectorConfig config, ServingDevice device, Path cache) {
        this.best = best;
        this.config = config;
        this.device = device;
        this.cache = cache;
    }

    /**
     * Loads the form.
     *
     * @throws UserError saying of each form why it does not serve
     */
    static CompiledForm load(BestPt best, DetectorConfig config, ServingDevice device, Path cache) {
        return new CompiledForms(best, config, device, cache).load();
    }

    private CompiledForm load() {
        try (Program reference = PlainPrograms.load(best, Device.cpu(), cache)) {
            for (Precision precision : config.precision().candidates(device.precisions())) {
                for (Kernels kernels : device.kernels()) {
                    Optional<CompiledForm> form = form(
                            new ServingTarget(
                                    kernels, precision, config.suppression().multiLabel()),
                            reference);
                    if (form.isPresent()) {
                        return form.get();
                    }
                }
            }
        } catch (IOException | MalformedModelException | EngineException e) {
            throw new UserError("weights '" + best.file() + "': PyTorch cannot load it: " + EngineErrors.line(e), e);
        }
        throw new UserError("weights '" + best.file() + "': no serving form of it runs on " + device.device() + ": "
                + String.join("; ", objections) + "; try another model.precision");
    }

    /** Loads a form. A cached form that fails the check is compiled again, because a disk may have damaged it. */
    private Optional<CompiledForm> form(ServingTarget target, Program reference) throws IOException {
        Path file = cache.resolve("serving-" + best.id().sha256() + "-" + target.key() + ".pt");
        if (Files.exists(file)) {
            Optional<CompiledForm> cached = checked(target, file, reference);
            if (cached.isPresent()) {
                return cached;
            }
        }
        Files.createDirectories(cache.toAbsolutePath());
        ServingCompiler.write(best.model().network(), target, file);
        return checked(target, file, reference);
    }

    private Optional<CompiledForm> checked(ServingTarget target, Path file, Program reference) {
        try {
            CompiledForm form = CompiledForm.load(target, file, device.device().engine(), config.imageSize());
            String objection = objection(form, reference);
            if (objection.isEmpty()) {
                return Optional.of(form);
            }
            form.close();
            return refused(target, "disagrees with best.pt: " + objection);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            return refused(target, "does not load here: " + EngineErrors.line(e));
        }
    }

    private String objection(CompiledForm form, Program reference) {
        try {
            return Agreement.check(
                    reference,
                    form,
                    best.model().network().graph(),
                    device.tolerance(form.target().precision()));
        } catch (RuntimeException e) {
            return EngineErrors.line(e);
        }
    }

    private Optional<CompiledForm> refused(ServingTarget target, String why) {
        LOG.warn("model {}: serving form {} {}", best.id().name(), target.key(), why);
        objections.add(target.key() + " " + why);
        return Optional.empty();
    }
}
