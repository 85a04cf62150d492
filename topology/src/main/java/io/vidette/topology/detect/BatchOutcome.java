package io.vidette.topology.detect;

import io.vidette.topology.message.ModelId;
import java.util.List;

/**
 * What a model found in a batch.
 *
 * @param model the weights that computed every frame of it, even if other weights went live in the meantime
 * @param frames one outcome for each picture, in their order
 */
public record BatchOutcome(ModelId model, List<FrameOutcome> frames) {
    public BatchOutcome {
        frames = List.copyOf(frames);
    }
}
