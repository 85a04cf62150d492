package io.vidette.detector.engine;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.compile.ServingTarget;
import io.vidette.detector.compile.ServingTarget.Kernels;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
     *
     * @param multiLabel as in {@link ServingTarget}
     */
    static ServingForm load(BestPt best, boolean multiLabel, Path cache) {
        try (Program reference = Program.load(best.file())) {
            for (Kernels kernels : List.of(Kernels.ONEDNN, Kernels.PLAIN)) {
                ServingTarget target = new ServingTarget(kernels, multiLabel);
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
                    target.key(),
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
                target.key(),
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
        return program.run(scope, pictures, scope.create(confidence));
    }

    /**
     * Hands out the rows of {@link #run}, those not above their threshold left out.
     *
     * @param pictures the candidates of each picture, added to
     */
    static void sort(NDArray found, List<Candidates> pictures, ScoreThresholds thresholds) {
        if (found.size() == 0) {
            return;
        }
        // Read where the engine left them: a copy of all rows would be the largest thing made for a batch.
        FloatBuffer rows =
                found.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < rows.limit(); i += FIELDS) {
            float score = rows.get(i + 5);
            int classId = (int) rows.get(i + 6);
            if (score > thresholds.forClass(classId)) {
                pictures.get((int) rows.get(i))
                        .addCentred(rows.get(i + 1), rows.get(i + 2), rows.get(i + 3), rows.get(i + 4), score, classId);
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
