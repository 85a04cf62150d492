package io.vidette.topology.detect;

import io.vidette.topology.camera.Admission;

/** Tells which frames of a camera the model looks at; asked for each frame, from any thread. */
@FunctionalInterface
public interface AdmissionPolicy {
    /** All of all cameras. */
    AdmissionPolicy EVERY = camera -> Admission.DEFAULT;

    Admission of(String camera);
}
