package io.vidette.topology.detect;

import io.vidette.topology.camera.Admission;

/** Says which frames of a camera the model runs on; asked for each frame, from any thread. */
@FunctionalInterface
public interface AdmissionPolicy {
    /** All of all cameras. */
    AdmissionPolicy EVERY = camera -> Admission.DEFAULT;

    Admission of(String camera);
}
