package io.vidette.detector.serve;

/** The library that computes a model. */
public enum EngineSetting {
    /** PyTorch, for all weights that Vidette reads. */
    PYTORCH,
    /** OpenCV's DNN module, for networks of Darknet, on the processor. */
    OPENCV
}
