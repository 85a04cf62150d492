package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;
import java.util.function.Function;

/** What became of a frame that was handed to the {@link BatchAssembler}. */
public sealed interface FrameResult {
    /** Calls the function for its kind. */
    <T> T map(Function<Processed, T> processed, Function<Failed, T> failed, Function<Skipped, T> skipped);

    /**
     * A model ran on it.
     *
     * @param model the weights that ran on the frame's batch
     */
    record Processed(ModelId model, FrameOutcome outcome) implements FrameResult {
        @Override
        public <T> T map(Function<Processed, T> processed, Function<Failed, T> failed, Function<Skipped, T> skipped) {
            return processed.apply(this);
        }
    }

    /**
     * The model failed on it alone, so no weights have processed it.
     *
     * @param reason one line
     */
    record Failed(String reason) implements FrameResult {
        @Override
        public <T> T map(Function<Processed, T> processed, Function<Failed, T> failed, Function<Skipped, T> skipped) {
            return failed.apply(this);
        }
    }

    /** It was skipped while it waited for its batch. */
    record Skipped(Skip reason) implements FrameResult {
        @Override
        public <T> T map(Function<Processed, T> processed, Function<Failed, T> failed, Function<Skipped, T> skipped) {
            return skipped.apply(this);
        }
    }
}
