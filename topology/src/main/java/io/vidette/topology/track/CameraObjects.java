package io.vidette.topology.track;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.occupancy.Occupancy;
import io.vidette.topology.tracker.Track;
import java.time.Instant;
import java.util.List;

/**
 * The open objects of a camera.
 *
 * @param at capture time of its latest frame that was followed
 * @param objects those that were reported, hidden ones included
 */
public record CameraObjects(String camera, Instant at, List<OpenObject> objects) {
    public CameraObjects {
        objects = List.copyOf(objects);
    }

    /**
     * An object that has not ended.
     *
     * @param score of its latest detection
     * @param box of its latest detection, in pixels of the frame
     * @param firstSeen capture time
     * @param lastSeen capture time; before {@link CameraObjects#at} if it is hidden
     * @param zones that it is in
     */
    public record OpenObject(
            ObjectId id,
            int classId,
            String label,
            float score,
            Box box,
            Instant firstSeen,
            Instant lastSeen,
            List<InZone> zones) {
        public OpenObject {
            zones = List.copyOf(zones);
        }
    }

    /**
     * A zone that an object is in.
     *
     * @param since capture time at which it was first seen there
     */
    public record InZone(String zone, Instant since) {}

    static CameraObjects of(String camera, CameraTracks state) {
        List<OpenObject> objects = state.tracks().stream()
                .filter(Track::confirmed)
                .map(track -> open(track, state.occupancy()))
                .toList();
        return new CameraObjects(camera, state.at(), objects);
    }

    private static OpenObject open(Track track, Occupancy occupancy) {
        List<InZone> zones = occupancy.zonesOf(track.id()).entrySet().stream()
                .map(zone -> new InZone(zone.getKey(), zone.getValue()))
                .toList();
        return new OpenObject(
                track.id(),
                track.last().classId(),
                track.last().label(),
                track.last().score(),
                track.last().box(),
                track.firstSeen(),
                track.lastSeen(),
                zones);
    }
}
