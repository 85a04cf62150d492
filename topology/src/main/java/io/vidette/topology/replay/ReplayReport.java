package io.vidette.topology.replay;

import java.util.Map;
import java.util.Set;

/**
 * What a run of a replay did.
 *
 * @param verdicts written, by their type
 * @param gone frames of the range that Kafka had deleted before they were read
 * @param seconds from the first frame to the last commit
 * @param before offsets passed by earlier runs of the same replay, of all cameras
 * @param unseen cameras that were asked for and have no frame in the range; empty where earlier runs may have seen them
 * @param finished whether it came to the end of its range; else it was stopped, and the same command continues it
 */
public record ReplayReport(
        Map<String, Long> verdicts, long gone, double seconds, long before, Set<String> unseen, boolean finished) {
    public ReplayReport {
        verdicts = Map.copyOf(verdicts);
        unseen = Set.copyOf(unseen);
    }

    /** Verdicts written. */
    public long frames() {
        return verdicts.values().stream().mapToLong(count -> count).sum();
    }

    /** Frames processed per second. */
    public double framesPerSecond() {
        return seconds > 0 ? frames() / seconds : 0;
    }
}
