package io.vidette.trainer.dataset;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a data set that is left out or changed.
 *
 * @param line from 1; 0 for the whole file
 * @param reason one line
 */
public record LabelProblem(Path file, int line, LabelFault fault, String reason) {
    /** About a whole file. */
    static LabelProblem of(Path file, LabelFault fault, String reason) {
        return new LabelProblem(file, 0, fault, reason);
    }

    /** How many there are of each kind that there is. */
    public static Map<LabelFault, Integer> count(List<LabelProblem> problems) {
        Map<LabelFault, Integer> counts = new EnumMap<>(LabelFault.class);
        problems.forEach(problem -> counts.merge(problem.fault(), 1, Integer::sum));
        return counts;
    }

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
