package io.vidette.deploy.app.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run of a replay did.
 *
 * @param topic of the verdicts
 * @param finished whether the run reached the end of its range; else the next run continues
 * @param frames verdicts written
 * @param verdicts the same by their type
 * @param gone frames of the range that Kafka had deleted before they were read
 * @param unseenCameras requested cameras without a frame in the range
 * @param passedBefore offsets that earlier runs of the same replay have passed
 * @param seconds from the first frame to the last commit
 * @param remedy how to continue a run that was stopped, in words
 */
public record ReplayOutcome(
        String name,
        String topic,
        ModelId model,
        boolean finished,
        long frames,
        Map<String, Long> verdicts,
        long gone,
        SortedSet<String> unseenCameras,
        long passedBefore,
        double seconds,
        double framesPerSecond,
        @JsonIgnore String remedy) {
    /** Returns the report of a run of {@code request}. */
    public static ReplayOutcome of(ReplayRequest request, String topic, ReplayReport report) {
        return new ReplayOutcome(
                request.name(),
                topic,
                request.model(),
                report.finished(),
                report.frames(),
                report.verdicts(),
                report.gone(),
                new TreeSet<>(report.unseen()),
                report.before(),
                report.seconds(),
                report.framesPerSecond(),
                request.remedy());
    }
}
