package io.vidette.trainer.evaluate.tracking;

import java.util.List;

/**
 * All figures of a sequence.
 *
 * @param frames that hold a box, true or found
 * @param objects true ids
 * @param tracks found ids
 */
public record TrackingFigures(
        int frames, int objects, int tracks, ClearFigures clear, IdentityFigures identity, HotaFigures hota) {
    /**
     * Compares tracks with the true ones.
     *
     * @param everyClass whether all that is true counts; else pedestrians, as MOTChallenge has it
     */
    public static TrackingFigures evaluate(List<MotRow> truth, List<MotRow> found, boolean everyClass) {
        MotPedestrians counted = everyClass ? new MotPedestrians(truth, found) : MotPedestrians.of(truth, found);
        TrackComparison tracks = TrackComparison.of(counted.truth(), counted.found());
        return new TrackingFigures(
                tracks.frames().size(),
                tracks.truths(),
                tracks.founds(),
                ClearFigures.of(tracks),
                IdentityFigures.of(tracks),
                HotaFigures.of(tracks));
    }
}
