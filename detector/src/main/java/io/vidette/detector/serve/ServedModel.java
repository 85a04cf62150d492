package io.vidette.detector.serve;

import io.vidette.topology.detect.FrameDetector;
import java.util.List;

/** A model that an engine has loaded. */
public interface ServedModel extends FrameDetector {
    /** Names of the classes that it finds, by number. */
    List<String> classes();

    /** Side of the square that pictures are fitted into, in pixels. */
    int imageSize();

    /** The engine and how it computes on this machine, for the log. */
    String serving();

    /** The form that computes, such as {@code onednn-fp32-5}. */
    String servingForm();

    /**
     * Computes batches of this size before something is measured; at most {@code model.maxBatch}. No timer counts it.
     */
    void warmUp(int pictures);
}
