package io.vidette.topology.track;

import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.ObjectEvent.EndReason;
import io.vidette.topology.message.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a camera from one verdict to the next: its tracks, and what is to be told. It keeps nothing itself, so the same
 * verdicts give the same events wherever it is asked, and in however many lives.
 */
final class CameraFollower {
    private final TrackConfig config;
    private final Tracker tracker;
    private final EventReporter reporter;

    CameraFollower(TrackConfig config) {
        this.config = config;
        this.tracker = new Tracker(config);
        this.reporter = new EventReporter(config);
    }

    /**
     * Goes on by a verdict.
     *
     * @param before absent for a camera's first
     * @param at capture time
     */
    Followed follow(Optional<CameraTracks> before, FrameVerdict.Detected verdict, Instant at) {
        if (before.isEmpty()) {
            return step(List.of(), Map.of(), at, verdict, at, List.of(), Followed.Result.FOLLOWED);
        }
        CameraTracks state = before.get();
        if (state.hasSeen(verdict.id(), at)) {
            return new Followed(state, Optional.empty(), List.of(), Followed.Result.REPEATED);
        }
        Duration gap = Duration.between(state.at(), at);
        Instant latest = at.isAfter(state.latest()) ? at : state.latest();
        if (gap.abs().compareTo(config.maxGap()) > 0) {
            List<ObjectEvent> ends = reporter.ends(state, EndReason.GAP);
            return step(List.of(), Map.of(), latest, verdict, at, ends, Followed.Result.RESTARTED);
        }
        if (gap.isNegative() || gap.isZero()) {
            return new Followed(state, Optional.empty(), List.of(), Followed.Result.LATE);
        }
        return step(state.tracks(), state.told(), latest, verdict, at, List.of(), Followed.Result.FOLLOWED);
    }

    /** Ends what is open on a camera that fell silent. */
    Followed silence(CameraTracks state) {
        CameraTracks empty =
                new CameraTracks(state.frame(), state.at(), state.latest(), state.model(), List.of(), Map.of());
        return new Followed(
                empty, Optional.empty(), reporter.ends(state, EndReason.SILENT), Followed.Result.WITHOUT_OBJECTS);
    }

    private Followed step(
            List<Track> tracks,
            Map<ObjectId, Instant> told,
            Instant latest,
            FrameVerdict.Detected verdict,
            Instant at,
            List<ObjectEvent> before,
            Followed.Result result) {
        Tracker.Step step = tracker.step(tracks, verdict.camera(), verdict.id(), at, verdict.detections());
        EventReporter.Report report = reporter.report(step, told, verdict.model(), at);
        List<ObjectEvent> events = new ArrayList<>(before);
        events.addAll(report.events());
        CameraTracks state = new CameraTracks(verdict.id(), at, latest, verdict.model(), step.open(), report.told());
        // Whatever else is to be told of objects, such as zones that they enter, starts from this.
        TrackedFrame frame = new TrackedFrame(verdict.camera(), verdict.id(), at, tracker.objects(step.open(), at));
        return new Followed(state, Optional.of(frame), events, result);
    }
}
