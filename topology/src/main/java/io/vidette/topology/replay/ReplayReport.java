package io.vidette.topology.replay;

import java.util.Map;

/**
 * What a run of a replay did.
 *
 * @param verdicts written, by their type
 * @param gone frames of the range that Kafka had deleted before they were read
 * @param seconds from the first frame to the last commit
 * @param before verdicts of earlier runs of the same replay, as offsets passed; of all cameras
 * @param finished whether it came to the end of its range; else it was stopped before, and the same again goes on
 */
public record ReplayReport(Map<String, Long> verdicts, long gone, double seconds, long before, boolean finished) {
    public ReplayReport {
        verdicts = Map.copyOf(verdicts);
    }

    /** Verdicts written. */
    public long frames() {
        return verdicts.values().stream().mapToLong(count -> count).sum();
    }

    /** Frames judged in a second. */
    public double framesPerSecond() {
        return seconds > 0 ? frames() / seconds : 0;
    }
}
