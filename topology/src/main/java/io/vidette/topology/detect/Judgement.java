package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;

/** What became of a frame that was handed to the {@link BatchAssembler}. */
public sealed interface Judgement {
    /**
     * A model looked at it.
     *
     * @param model the weights that judged the frame's batch
     */
    record Judged(ModelId model, FrameOutcome outcome) implements Judgement {}

    /** It grew too old before its batch left. */
    record Stale() implements Judgement {}
}
