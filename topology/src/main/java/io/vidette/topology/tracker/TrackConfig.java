package io.vidette.topology.tracker;

import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.time.Duration;

/** How detections become objects and events; see the {@link Setting} of each key. */
public record TrackConfig(
        @Setting(
                value = "true",
                range = "true or false",
                why = "whether 'vidette up' follows objects; a node of the role track always does")
        boolean enabled,

        @Setting(
                value = "0.5",
                range = "0..1",
                why = "detections from this score on are matched first, and may be new objects")
        double highScore,

        @Setting(
                value = "0.1",
                range = "0..1",
                why = "detections from here to highScore only go on with objects that are known: a half hidden object"
                        + " scores low. The model must report them: model.confidence bounds this from below")
        double lowScore,

        @Setting(
                value = "0.6",
                range = "0..1",
                why = "a detection that matches nothing becomes a new object from this score on")
        double newScore,

        @Setting(
                value = "3",
                range = "1..100",
                why =
                        "detections that make an object, its first included; fewer report an object sooner, and report more false ones")
        int confirmHits,

        @Setting(
                value = "2s",
                range = "0s..10m",
                why = "how long an object that is not seen keeps its id, in capture time; long enough to pass behind a"
                        + " pillar")
        Duration keepLost,

        @Setting(
                value = "200ms",
                range = "0s..10m",
                why =
                        "how long an object that is not detected is assumed to be at its predicted place, in capture time: a"
                                + " missed detection does not mean that the object left")
        Duration coast,

        @Setting(
                value = "10s",
                range = "1ms..1d",
                why = "a gap between two frames of a camera, or a step back of its clock, that ends all its objects")
        Duration maxGap,

        @Setting(
                value = "10s",
                range = "1s..1d",
                why =
                        "after this time without a detected verdict, by this machine's clock, the objects of a camera end; above the"
                                + " time between frames of the slowest camera, and above a restart of the detector")
        Duration silence,

        @Setting(
                value = "1s",
                range = "0s..1d",
                why = "least time between updates of one object, in capture time; 0s reports every frame")
        Duration updateInterval,

        @Setting(
                value = "64",
                range = "2..512",
                why = "most points of an object's path; one that is longer keeps every second point")
        int pathPoints,

        @Setting(
                value = "1m",
                range = "1s..1d, whole seconds",
                why = "length of the windows in which zones and lines are counted, in capture time")
        Duration countWindow,

        @Setting(value = "1", range = "1..64", why = "Kafka Streams threads; one follows a hundred cameras")
        int streamThreads,

        @Setting(
                value = "100ms",
                range = "5ms..1m",
                why = "time between commits; an event is visible only after its commit")
        Duration commitInterval) {

    public TrackConfig {
        Settings.check(
                TrackConfig.class,
                enabled,
                highScore,
                lowScore,
                newScore,
                confirmHits,
                keepLost,
                coast,
                maxGap,
                silence,
                updateInterval,
                pathPoints,
                countWindow,
                streamThreads,
                commitInterval);
        if (lowScore > highScore || highScore > newScore) {
            throw new IllegalArgumentException("lowScore " + lowScore + ", highScore " + highScore + ", newScore "
                    + newScore + " do not rise from 0 to 1");
        }
        if (countWindow.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "countWindow " + countWindow.toMillis() + " ms is not a whole number of seconds");
        }
    }

    /** The defaults of all settings, for tests and embedding. */
    public static TrackConfig defaults() {
        return ConfigReader.defaults(TrackConfig.class);
    }
}
