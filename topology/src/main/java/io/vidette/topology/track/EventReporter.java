package io.vidette.topology.track;

import io.vidette.topology.message.ModelId;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.ObjectEvent.EndReason;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.ObjectSummary;
import io.vidette.topology.message.Passage;
import io.vidette.topology.message.PathPoint;
import io.vidette.topology.occupancy.Happening;
import io.vidette.topology.tracker.Track;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.tracker.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports tracks: once when a track becomes an object, regularly while it is seen, and once when it ends. */
final class EventReporter {
    private final TrackConfig config;

    EventReporter(TrackConfig config) {
        this.config = config;
    }

    /**
     * The events of a frame.
     *
     * @param told when each open object was last reported
     */
    record Report(List<ObjectEvent> events, Map<ObjectId, Instant> told) {}

    /** Reports a frame's tracks: ends first, because objects that ended were there before the new ones. */
    Report report(Tracker.Step step, Map<ObjectId, Instant> before, ModelId model, Instant at) {
        List<ObjectEvent> events = new ArrayList<>();
        Map<ObjectId, Instant> told = new HashMap<>(before);
        for (Track track : step.ended()) {
            told.remove(track.id());
            events.add(new ObjectEvent.Ended(summary(track, model), EndReason.LOST));
        }
        for (Track track : step.open()) {
            if (!track.confirmed() || !track.lastSeen().equals(at)) {
                continue;
            }
            Instant last = told.get(track.id());
            if (last == null) {
                events.add(new ObjectEvent.Appeared(summary(track, model)));
                told.put(track.id(), at);
            } else if (Duration.between(last, at).compareTo(config.updateInterval()) >= 0) {
                events.add(new ObjectEvent.Updated(summary(track, model)));
                told.put(track.id(), at);
            }
        }
        return new Report(events, told);
    }

    /** The ends of all objects of a camera. */
    List<ObjectEvent> ends(CameraTracks state, EndReason reason) {
        List<ObjectEvent> ends = new ArrayList<>();
        for (Track track : state.tracks()) {
            if (track.confirmed()) {
                ends.add(new ObjectEvent.Ended(summary(track, state.model()), reason));
            }
        }
        return ends;
    }

    /** Events of objects in zones and at lines; an object that is not among these tracks is not reported. */
    static List<ObjectEvent> passages(List<Happening> happenings, List<Track> tracks, ModelId model) {
        List<ObjectEvent> events = new ArrayList<>();
        for (Happening happening : happenings) {
            for (Track track : tracks) {
                if (track.id().equals(happening.object())) {
                    Optional<Passage> passage = Optional.of(happening.passage());
                    events.add(ObjectEvent.of(happening.type(), summary(track, model), Optional.empty(), passage));
                }
            }
        }
        return events;
    }

    private static ObjectSummary summary(Track track, ModelId model) {
        List<PathPoint> path = new ArrayList<>(track.path().points());
        if (path.get(path.size() - 1).at().isBefore(track.lastSeen())) {
            path.add(Track.middle(track.last().box(), track.lastSeen()));
        }
        return new ObjectSummary(
                track.id(),
                track.id().camera(),
                track.last().classId(),
                track.last().label(),
                model,
                track.firstSeen(),
                track.lastSeen(),
                track.hits(),
                track.last().score(),
                track.last().box(),
                track.bestScore(),
                track.bestBox(),
                path);
    }
}
