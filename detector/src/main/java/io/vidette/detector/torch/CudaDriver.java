package io.vidette.detector.torch;

import java.util.List;

/** What knows which graphics cards there are. */
public interface CudaDriver {
    /**
     * The cards, in the order of their numbers; at least one.
     *
     * @throws NoCudaException when there is none, or no driver that works
     */
    List<ComputeDevice.Cuda> cards() throws NoCudaException;
}
