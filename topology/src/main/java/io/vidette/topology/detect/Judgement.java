package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;

/**
 * What a model said of a frame.
 *
 * @param model the weights that judged the frame's batch
 */
record Judgement(ModelId model, FrameOutcome outcome) {}
