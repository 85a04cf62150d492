package io.vidette.topology.diff;

import java.util.List;
import java.util.Set;

/**
 * How two sets of verdicts differ, over the frames from the first to the last that both have.
 *
 * @param modelsA names and hashes of the first's weights
 * @param modelsB names and hashes of the second's weights
 * @param both frames that both models processed
 * @param onlyA frames that only the first processed: the second skipped or rejected them, or did not receive them
 * @param onlyB the other way round
 * @param outside verdicts before or after the range that both have
 * @param classes each class, those with most detections first
 * @param all of them together
 * @param frames that differ most, the most different first
 * @param missing requested cameras that have a verdict in neither
 * @param others cameras that were not requested and have a verdict in either; the first twenty
 */
public record DiffReport(
        Set<String> modelsA,
        Set<String> modelsB,
        long both,
        long onlyA,
        long onlyB,
        long outside,
        List<ClassDifference> classes,
        ClassDifference all,
        List<FrameDifference> frames,
        List<String> missing,
        List<String> others) {
    public DiffReport {
        modelsA = Set.copyOf(modelsA);
        modelsB = Set.copyOf(modelsB);
        classes = List.copyOf(classes);
        frames = List.copyOf(frames);
        missing = List.copyOf(missing);
        others = List.copyOf(others);
    }
}
