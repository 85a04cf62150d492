package io.vidette.guarantee;

import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.util.HashSet;
import java.util.Set;

/**
 * Every verdict of a model names, by name and hash, weights that a detector of the run was given. A test model may also
 * sign what it finds: the label of a detection that begins with {@link #SIGNATURE} goes on with the name of the model that
 * made it, and must then be the one that the verdict names.
 */
public final class VerdictNamesItsModel implements Guarantee {
    /** Begins the label by which a test model signs. */
    public static final String SIGNATURE = "found by ";

    private final Set<ModelId> given = new HashSet<>();
    private final boolean isKnown;
    private final Breaches strange = new Breaches("verdicts of a model that nobody was given");
    private final Breaches swapped = new Breaches("verdicts that name another model than the one that judged");

    /** @param given weights of all detectors of the run; none where they are one and the same, but not known */
    public VerdictNamesItsModel(Set<ModelId> given) {
        this.given.addAll(given);
        isKnown = !given.isEmpty();
    }

    @Override
    public void verdict(VerdictAt at) {
        if (at.verdict() instanceof FrameVerdict.Detected detected) {
            if (!isKnown && given.isEmpty()) {
                given.add(detected.model());
            }
            if (!given.contains(detected.model())) {
                strange.add(detected.id() + " by " + detected.model());
            }
            detected.detections().stream()
                    .filter(found -> found.label().startsWith(SIGNATURE))
                    .filter(found ->
                            !found.label().equals(SIGNATURE + detected.model().name()))
                    .forEach(found -> swapped.add(
                            detected.id() + " by " + detected.model().name() + ", " + found.label()));
        }
    }

    @Override
    public void verify() {
        String run = "given were " + given;
        strange.verify(run);
        swapped.verify(run);
    }
}
