package io.vidette.guarantee;

import io.vidette.topology.message.FrameId;
import java.util.HashMap;
import java.util.Map;

/**
 * The verdicts of a camera lie on the partition of its frames, in their order. It remembers the last verdict of each
 * camera.
 */
public final class OrderPerCamera implements Guarantee {
    private record Last(int partition, FrameId id) {}

    private final Map<String, Last> lasts = new HashMap<>();
    private final Breaches astray = new Breaches("verdicts on another partition than their frame");
    private final Breaches disordered = new Breaches("verdicts before their time");

    @Override
    public void verdict(VerdictAt at) {
        FrameId id = at.verdict().id();
        if (at.partition() != id.partition()) {
            astray.add(id + " on partition " + at.partition());
        }
        Last before = lasts.put(at.key(), new Last(at.partition(), id));
        if (before != null
                && (before.partition() != at.partition() || before.id().offset() > id.offset())) {
            disordered.add(id + " follows " + before.id() + ", camera '" + at.key() + "'");
        }
    }

    @Override
    public void verify() {
        String run = lasts.size() + " cameras";
        astray.verify(run);
        disordered.verify(run);
    }
}
