package io.vidette.topology.diff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the frames that differ most, and of frames of a camera within a short time only one: a car that one model
 * does not detect would otherwise fill the report.
 */
final class MostDifferent {
    private static final Comparator<FrameDifference> LEAST_FIRST =
            Comparator.comparingDouble(FrameDifference::difference);

    private final int most;
    private final Duration apart;
    private final List<FrameDifference> kept = new ArrayList<>();

    MostDifferent(int most, Duration apart) {
        this.most = most;
        this.apart = apart;
    }

    void offer(FrameDifference frame) {
        double difference = frame.difference();
        boolean room = kept.size() < most;
        if (difference <= 0 || most == 0 || (!room && difference <= kept.get(0).difference())) {
            return;
        }
        List<FrameDifference> near =
                kept.stream().filter(other -> isNear(frame, other)).toList();
        if (near.stream().anyMatch(other -> other.difference() >= difference)) {
            return;
        }
        kept.removeAll(near);
        if (kept.size() == most) {
            kept.remove(0);
        }
        kept.add(frame);
        kept.sort(LEAST_FIRST);
    }

    private boolean isNear(FrameDifference a, FrameDifference b) {
        return a.camera().equals(b.camera())
                && a.capturedAt().isPresent()
                && b.capturedAt().isPresent()
                && Duration.between(a.capturedAt().get(), b.capturedAt().get())
                                .abs()
                                .compareTo(apart)
                        < 0;
    }

    /** The most different first. */
    List<FrameDifference> frames() {
        return kept.stream().sorted(LEAST_FIRST.reversed()).toList();
    }
}
