package io.vidette.topology.track;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.ObjectEvent.EndReason;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.occupancy.Moment;
import io.vidette.topology.occupancy.Occupancy;
import io.vidette.topology.occupancy.OccupancyFollower;
import io.vidette.topology.occupancy.Outcome;
import io.vidette.topology.occupancy.Sighting;
import io.vidette.topology.tracker.Track;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.tracker.TrackedFrame;
import io.vidette.topology.tracker.TrackedObject;
import io.vidette.topology.tracker.Tracker;
import io.vidette.topology.zone.Areas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Updates a camera's state from one verdict to the next: its tracks, their places, and the events to publish. It has no
 * state of its own, so the same verdicts give the same events on any node and after any restart.
 */
final class CameraFollower {
    private final TrackConfig config;
    private final Tracker tracker;
    private final EventReporter reporter;
    private final OccupancyFollower occupancies;

    CameraFollower(TrackConfig config) {
        this.config = config;
        this.tracker = new Tracker(config);
        this.reporter = new EventReporter(config);
        this.occupancies = new OccupancyFollower(config.countWindow());
    }

    /**
     * Processes one verdict.
     *
     * @param before absent for a camera's first
     * @param at capture time
     * @param areas zones and lines drawn on the camera's picture; absent if unknown
     */
    Followed follow(Optional<CameraTracks> before, FrameVerdict.Detected verdict, Instant at, Optional<Areas> areas) {
        Frame frame = new Frame(verdict, at, areas);
        if (before.isEmpty()) {
            return step(frame, List.of(), Map.of(), Occupancy.NONE, at, List.of(), Followed.Result.FOLLOWED);
        }
        CameraTracks state = before.get();
        if (state.hasSeen(verdict.id(), at)) {
            return Followed.nothing(state, Followed.Result.REPEATED);
        }
        Duration gap = Duration.between(state.at(), at);
        Instant latest = at.isAfter(state.latest()) ? at : state.latest();
        if (gap.abs().compareTo(config.maxGap()) > 0) {
            Outcome farewell = farewell(verdict.camera(), state);
            List<ObjectEvent> ends = ends(state, farewell, EndReason.GAP);
            return step(frame, List.of(), Map.of(), farewell.occupancy(), latest, ends, Followed.Result.RESTARTED);
        }
        if (gap.isNegative() || gap.isZero()) {
            return Followed.nothing(state, Followed.Result.LATE);
        }
        return step(
                frame, state.tracks(), state.told(), state.occupancy(), latest, List.of(), Followed.Result.FOLLOWED);
    }

    /** Ends the open objects of a camera that sends no more frames. */
    Followed silence(String camera, CameraTracks state) {
        Outcome farewell = farewell(camera, state);
        return new Followed(
                state.without(farewell.occupancy()),
                Optional.empty(),
                ends(state, farewell, EndReason.SILENT),
                List.of(),
                Followed.Result.WITHOUT_OBJECTS);
    }

    /** Closes the window of a camera that has been silent for longer than it lasts. */
    Followed close(String camera, CameraTracks state) {
        Outcome closed = occupancies.close(state.occupancy(), camera);
        return new Followed(
                new CameraTracks(
                        state.frame(),
                        state.at(),
                        state.latest(),
                        state.model(),
                        state.tracks(),
                        state.told(),
                        closed.occupancy()),
                Optional.empty(),
                List.of(),
                closed.counts(),
                Followed.Result.WITHOUT_OBJECTS);
    }

    private Outcome farewell(String camera, CameraTracks state) {
        return occupancies.end(state.occupancy(), new Moment(camera, state.frame(), state.at()));
    }

    private List<ObjectEvent> ends(CameraTracks state, Outcome farewell, EndReason reason) {
        List<ObjectEvent> events =
                new ArrayList<>(EventReporter.passages(farewell.happenings(), state.tracks(), state.model()));
        events.addAll(reporter.ends(state, reason));
        return events;
    }

    /**
     * A verdict to follow.
     *
     * @param at capture time
     */
    private record Frame(FrameVerdict.Detected verdict, Instant at, Optional<Areas> areas) {
        /** Zones and lines, if the size of the picture is known. */
        Optional<Areas> drawn() {
            return areas.filter(drawn -> verdict.width() > 0 && verdict.height() > 0);
        }

        boolean hides(Box box) {
            return drawn().filter(drawn -> drawn.hides(Sighting.foot(box, verdict.width(), verdict.height())))
                    .isPresent();
        }

        double aspect() {
            return (double) verdict.width() / verdict.height();
        }
    }

    private Followed step(
            Frame frame,
            List<Track> tracks,
            Map<ObjectId, Instant> told,
            Occupancy occupancy,
            Instant latest,
            List<ObjectEvent> before,
            Followed.Result result) {
        FrameVerdict.Detected verdict = frame.verdict();
        Instant at = frame.at();
        Tracker.Step step = tracker.step(
                tracks,
                verdict.camera(),
                verdict.id(),
                at,
                verdict.detections(),
                detection -> frame.hides(detection.box()));
        EventReporter.Report report = reporter.report(step, told, verdict.model(), at);
        TrackedFrame tracked = new TrackedFrame(verdict.camera(), verdict.id(), at, tracker.objects(step.open(), at));
        Outcome outcome = occupancies.step(
                occupancy,
                new Moment(verdict.camera(), verdict.id(), at),
                frame.drawn(),
                frame.aspect(),
                sightings(tracked, verdict),
                step.open().stream().map(Track::id).collect(Collectors.toSet()));
        List<ObjectEvent> events = new ArrayList<>(before);
        // Objects that ended leave their zones first; new objects are reported before they enter one.
        events.addAll(EventReporter.passages(outcome.happenings(), step.ended(), verdict.model()));
        events.addAll(report.events());
        events.addAll(EventReporter.passages(outcome.happenings(), step.open(), verdict.model()));
        CameraTracks state = new CameraTracks(
                verdict.id(), at, latest, verdict.model(), step.open(), report.told(), outcome.occupancy());
        return new Followed(state, Optional.of(tracked), events, outcome.counts(), result);
    }

    private static List<Sighting> sightings(TrackedFrame tracked, FrameVerdict.Detected verdict) {
        return tracked.objects().stream()
                .filter(TrackedObject::seen)
                .map(object ->
                        Sighting.of(object.id(), object.label(), object.box(), verdict.width(), verdict.height()))
                .toList();
    }
}
