package io.vidette.detector.serve;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.ScoreThresholds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The form of a model that serves on this machine: pictures in, candidates out.
 *
 * <p>Threading: {@link #run} from any number of threads at once; {@link #close} once no call is running.
 */
interface ServingForm extends AutoCloseable {
    /** Numbers that describe a candidate: picture, centre, size, score, class. */
    int FIELDS = 7;

    /** Names the form, such as {@code onednn-fp32-4}. */
    String key();

    /** Whether candidates are final, each an object of its own: nothing is left to suppress. */
    default boolean isFinal() {
        return false;
    }

    /** A scope for the arrays of one call, to be closed after it. */
    NDManager newScope();

    /**
     * Runs on squares of bytes {@code [count, side, side, 3]}; candidates {@code [found, 7]} belong to the scope. Some that
     * are not above the confidence may be among them.
     */
    NDArray run(NDManager scope, ByteBuffer squares, Shape shape, float confidence);

    @Override
    void close();

    /**
     * Hands out the rows of {@link #run}, those left out that are not above their threshold or have no place.
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
            // A head that tells the sides of a box as they are may tell one that is nowhere.
            boolean somewhere = rows.get(i + 3) >= 0 && rows.get(i + 4) >= 0;
            if (somewhere && score > thresholds.forClass(classId)) {
                pictures.get((int) rows.get(i))
                        .addCentred(rows.get(i + 1), rows.get(i + 2), rows.get(i + 3), rows.get(i + 4), score, classId);
            }
        }
    }
}
