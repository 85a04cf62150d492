package io.vidette.guarantee;

import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.message.ModelId;
import java.util.List;
import java.util.Set;

/**
 * Everything that is promised of any run.
 *
 * @param verdicts one per frame
 * @param order per camera
 * @param models that verdicts name
 * @param frames from the camera to the topic
 */
public record Guarantees(
        OneVerdictPerFrame verdicts,
        OrderPerCamera order,
        VerdictNamesItsModel models,
        NothingLostNothingDoubled frames)
        implements Guarantee {
    /** For a run whose detectors were given these weights. */
    public static Guarantees with(Set<ModelId> models) {
        return new Guarantees(
                new OneVerdictPerFrame(),
                new OrderPerCamera(),
                new VerdictNamesItsModel(models),
                new NothingLostNothingDoubled());
    }

    @Override
    public void frame(FrameAt frame) {
        all().forEach(guarantee -> guarantee.frame(frame));
    }

    @Override
    public void verdict(VerdictAt verdict) {
        all().forEach(guarantee -> guarantee.verdict(verdict));
    }

    @Override
    public void status(CameraStatus status) {
        all().forEach(guarantee -> guarantee.status(status));
    }

    @Override
    public void verify() {
        all().forEach(Guarantee::verify);
    }

    private List<Guarantee> all() {
        return List.of(verdicts, order, models, frames);
    }
}
