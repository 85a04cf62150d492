package io.vidette.deploy.app.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vidette.topology.diff.ClassDifference;
import io.vidette.topology.diff.DiffReport;
import io.vidette.topology.diff.FrameDifference;
import io.vidette.topology.message.FrameId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What two models found on the same frames.
 *
 * @param a name of the first, as in the order
 * @param b name of the second
 * @param modelsA names and hashes of the first's weights
 * @param modelsB names and hashes of the second's weights
 * @param frames that both models processed
 * @param framesOnlyA frames that only the first processed
 * @param framesOnlyB frames that only the second processed
 * @param outside verdicts before or behind what both have
 * @param all counts over all classes
 * @param classes counts of each class, the most frequent first
 * @param mostDifferent the frames that differ most, the most different first
 * @param sheet path of the picture of these frames; null in JSON if there is none
 * @param warnings what the reader should know about the figures, one sentence each
 * @param differences the frames of {@code mostDifferent} with their boxes
 */
public record DiffOutcome(
        String a,
        String b,
        Set<String> modelsA,
        Set<String> modelsB,
        long frames,
        long framesOnlyA,
        long framesOnlyB,
        long outside,
        ClassDifference all,
        List<ClassDifference> classes,
        List<FrameId> mostDifferent,
        @JsonInclude(JsonInclude.Include.ALWAYS) Optional<String> sheet,
        @JsonIgnore List<String> warnings,
        @JsonIgnore List<FrameDifference> differences) {
    static DiffOutcome of(DiffOrder order, DiffReport report, List<String> warnings) {
        return new DiffOutcome(
                order.a(),
                order.b(),
                report.modelsA(),
                report.modelsB(),
                report.both(),
                report.onlyA(),
                report.onlyB(),
                report.outside(),
                report.all(),
                report.classes(),
                report.frames().stream().map(FrameDifference::id).toList(),
                Optional.empty(),
                List.copyOf(warnings),
                report.frames());
    }

    /** Returns the same report, which names the file of the sheet. */
    public DiffOutcome withSheet(String path) {
        return new DiffOutcome(
                a,
                b,
                modelsA,
                modelsB,
                frames,
                framesOnlyA,
                framesOnlyB,
                outside,
                all,
                classes,
                mostDifferent,
                Optional.of(path),
                warnings,
                differences);
    }
}
