package io.vidette.detector.engine;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.nms.Candidate;
import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form of a model that serves on this machine: pictures in, candidates out. Compiled from {@code best.pt} when first
 * needed, kept in the cache by hash and target, and used only after it agreed with {@code best.pt} on a sample.
 *
 * <p>Threading: as {@link Program}.
 */
final class ServingForm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingForm.class);
    /** Numbers that describe a candidate: picture, centre, size, score, class. */
    private static final int FIELDS = 7;

    private final ServingTarget target;
    private final Program program;

    private ServingForm(ServingTarget target, Program program) {
        this.target = target;
        this.program = program;
    }

    /**
     * Loads the fastest form that this machine runs and that agrees with {@code best.pt}. A form from the cache that does
     * not is compiled once more: a disk may have damaged it.
     */
    static ServingForm load(BestPt best, Path cache) {
        try (Program reference = Program.load(best.file())) {
            for (ServingTarget target : List.of(ServingTarget.ONEDNN, ServingTarget.PLAIN)) {
                Path file = cache.resolve("serving-" + best.id().sha256() + "-" + target.key() + ".pt");
                Optional<ServingForm> form =
                        Files.exists(file) ? tryLoad(best, target, file, reference) : Optional.empty();
                if (form.isEmpty()) {
                    Files.createDirectories(cache.toAbsolutePath());
                    ServingCompiler.write(best.model().network(), target, file);
                    form = tryLoad(best, target, file, reference);
                }
                if (form.isPresent()) {
                    return form.get();
                }
            }
            throw new UserError("weights '" + best.file() + "': no serving form of it runs here; see the log for why");
        } catch (IOException | MalformedModelException e) {
            throw new UserError("weights '" + best.file() + "': PyTorch cannot load it: " + firstLine(e), e);
        }
    }

    private static Optional<ServingForm> tryLoad(BestPt best, ServingTarget target, Path file, Program reference) {
        ServingForm form;
        try {
            form = new ServingForm(target, Program.load(file));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            LOG.warn(
                    "model {}: serving form {} does not load here: {}",
                    best.id().name(),
                    target,
                    firstLine(e));
            return Optional.empty();
        }
        String objection;
        try {
            objection = Agreement.check(reference, form, best.model().network().graph());
        } catch (RuntimeException e) {
            objection = firstLine(e);
        }
        if (objection.isEmpty()) {
            return Optional.of(form);
        }
        form.close();
        LOG.warn(
                "model {}: serving form {} disagrees with best.pt: {}",
                best.id().name(),
                target,
                objection);
        return Optional.empty();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    ServingTarget target() {
        return target;
    }

    NDManager newScope() {
        return program.newScope();
    }

    /** Runs on squares of bytes {@code [count, side, side, 3]}; candidates {@code [found, 7]} belong to the scope. */
    NDArray run(NDManager scope, ByteBuffer squares, Shape shape, float confidence) {
        NDArray pictures = scope.create(squares, shape, DataType.UINT8);
        return program.run(scope, pictures, scope.create(logit(confidence)));
    }

    /** The rows of {@link #run} for each picture, those below the confidence left out. */
    static List<List<Candidate>> candidates(NDArray found, int pictures, float confidence) {
        List<List<Candidate>> candidates = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            candidates.add(new ArrayList<>());
        }
        float[] rows = found.toFloatArray();
        for (int i = 0; i < rows.length; i += FIELDS) {
            if (rows[i + 5] > confidence) {
                Candidate candidate = Candidate.centred(
                        rows[i + 1], rows[i + 2], rows[i + 3], rows[i + 4], rows[i + 5], (int) rows[i + 6]);
                if (candidate.isFinite()) {
                    candidates.get((int) rows[i]).add(candidate);
                }
            }
        }
        return candidates;
    }

    /** What the sigmoid maps to this probability; infinite at 0 and 1. */
    private static float logit(float probability) {
        return (float) Math.log(probability / (1.0 - probability));
    }

    @Override
    public void close() {
        program.close();
    }
}
