package io.vidette.detector.serve;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.compile.ServingCompiler;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.torch.EngineErrors;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches on a graphics card, one at a time and undivided: the card has parallel work enough in one, and its memory
 * holds the maps of a single batch then.
 *
 * <p>Threading: {@link #run} from any number of threads, of which one computes and the others wait.
 */
final class WholeBatches implements BatchEngine {
    private static final Logger LOG = LoggerFactory.getLogger(WholeBatches.class);

    private final CompiledForm form;
    private final int side;
    private final ScoreThresholds thresholds;
    /** Keeps the tensors that the buffers are views of. */
    private final NDManager pinned;

    /** Takes over the form and closes it. */
    WholeBatches(CompiledForm form, int side, ScoreThresholds thresholds) {
        this.form = form;
        this.side = side;
        this.thresholds = thresholds;
        pinned = form.newScope();
    }

    @Override
    public synchronized void run(ByteBuffer squares, List<Candidates> found) {
        found.forEach(Candidates::clear);
        try (NDManager scope = form.newScope()) {
            Shape shape = new Shape(found.size(), side, side, 3);
            ServingForm.sort(form.run(scope, squares, shape, thresholds.least()), found, thresholds);
        }
    }

    /** In pinned memory, from which the card fetches a batch without another copy; in other memory where none is left. */
    @Override
    public ByteBuffer newBuffer(int bytes) {
        try (NDManager scope = form.newScope()) {
            NDArray buffer = form.call(scope, ServingCompiler.PIN, scope.zeros(new Shape(bytes), DataType.UINT8));
            buffer.attach(pinned);
            return buffer.toByteBuffer(true);
        } catch (EngineException e) {
            LOG.warn("no pinned memory, so batches take longer to the card: {}", EngineErrors.line(e));
            return ByteBuffer.allocateDirect(bytes);
        }
    }

    @Override
    public int warmUpBatch(int most) {
        return most;
    }

    @Override
    public String settle(ByteBuffer square, List<Candidates> found) {
        run(square, found);
        return "whole batches, one at a time";
    }

    @Override
    public String formKey() {
        return form.key();
    }

    @Override
    public void close() {
        pinned.close();
        form.close();
    }
}
