package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;
import java.util.List;

/**
 * A model that runs on batches of frames.
 *
 * <p>Threading: {@link #detect} may be called from several threads at once. {@link #close} may be called once no call is
 * running.
 */
public interface FrameDetector extends AutoCloseable {
    /** The weights that are live now. Those of a batch are in its {@link BatchOutcome}: the two may differ. */
    ModelId model();

    /**
     * Runs the model on a batch.
     *
     * @param jpegs one JPEG each, from any mixture of cameras and sizes; never written to
     * @return the weights that ran, and one outcome per picture, in their order. A picture that cannot be decoded is an
     *     {@link FrameOutcome.Unusable}, never an exception, and does not affect its neighbours
     * @throws RuntimeException when the engine itself failed; no outcome is known then
     */
    BatchOutcome detect(List<byte[]> jpegs);

    @Override
    void close();
}
