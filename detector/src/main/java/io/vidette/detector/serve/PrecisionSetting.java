package io.vidette.detector.serve;

import io.vidette.detector.compile.Precision;
import java.util.List;

/** What the user wants convolutions computed with. */
public enum PrecisionSetting {
    /** The fastest that the device computes natively and that agrees with 32 bits on a sample. */
    AUTO,
    FP32,
    BF16,
    FP16;

    /**
     * What to try, the best first.
     *
     * @param automatic what the device is best at
     */
    List<Precision> candidates(List<Precision> automatic) {
        return switch (this) {
            case AUTO -> automatic;
            case FP32 -> List.of(Precision.FP32);
            case BF16 -> List.of(Precision.BF16);
            case FP16 -> List.of(Precision.FP16);
        };
    }
}
