package io.vidette.detector.engine;

import io.vidette.detector.compile.Precision;
import java.util.List;

/** What the user wants convolutions computed with. */
public enum PrecisionSetting {
    /** The fastest that this processor computes natively and that agrees with 32 bits on a sample. */
    AUTO,
    FP32,
    BF16,
    FP16;

    /** What to try, the best first. */
    List<Precision> candidates() {
        return switch (this) {
            case AUTO ->
                Processor.computesBrainFloat() ? List.of(Precision.BF16, Precision.FP32) : List.of(Precision.FP32);
            case FP32 -> List.of(Precision.FP32);
            case BF16 -> List.of(Precision.BF16);
            case FP16 -> List.of(Precision.FP16);
        };
    }
}
