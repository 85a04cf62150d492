package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.cli.output.Output;
import io.vidette.trainer.dataset.LabelProblem;
import java.util.List;
import java.util.stream.Collectors;

/** Reports the problems of a data set: the first ones one by one, then the number of each kind. */
final class LabelWarnings {
    /** Problems that are shown without being asked for. */
    private static final int SHOWN = 20;

    private final Output output;
    private final boolean all;

    LabelWarnings(Output output, boolean all) {
        this.output = output;
        this.all = all;
    }

    void warn(List<LabelProblem> problems) {
        int shown = all ? problems.size() : Math.min(SHOWN, problems.size());
        problems.subList(0, shown).forEach(problem -> output.warn(problem.toString()));
        if (shown < problems.size()) {
            output.warn((problems.size() - shown) + " more problems; --verbose lists them all");
        }
        if (!problems.isEmpty()) {
            output.warn("problems in the data, " + problems.size() + " in all: "
                    + LabelProblem.count(problems).entrySet().stream()
                            .map(entry -> entry.getKey().text() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }
}
