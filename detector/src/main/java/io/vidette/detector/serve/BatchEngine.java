package io.vidette.detector.serve;

import io.vidette.detector.nms.Candidates;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Runs batches on a device.
 *
 * <p>Threading: {@link #run} from any number of threads; {@link #close} once no call is running.
 */
interface BatchEngine extends AutoCloseable {
    /**
     * Runs on squares {@code [count, side, side, 3]}.
     *
     * @param found the candidates of each square, which are replaced
     */
    void run(ByteBuffer squares, List<Candidates> found);

    /** A direct buffer that batches are best written into; it lives as long as this does. */
    default ByteBuffer newBuffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }

    /** Size of the smallest batch, up to {@code most}, that makes it allocate its maximum of memory. */
    int warmUpBatch(int most);

    /**
     * After the warm-up: measures how a single square is best computed. Nothing else may run.
     *
     * @return how it computes, for the log
     */
    String settle(ByteBuffer square, List<Candidates> found);

    /** Whether candidates are final: see {@link ServingForm#isFinal}. */
    default boolean isFinal() {
        return false;
    }

    /** The form that serves, such as {@code onednn-fp32-4}. */
    String formKey();

    @Override
    void close();
}
