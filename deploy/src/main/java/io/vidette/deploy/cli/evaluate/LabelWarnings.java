package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.cli.output.Output;
import io.vidette.trainer.dataset.LabelFault;
import io.vidette.trainer.dataset.LabelProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what is wrong with a data set: the first problems one by one, then how many there are of each kind. */
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

    /** The counts for a report. */
    static Map<String, Integer> counts(List<LabelProblem> problems) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        LabelProblem.count(problems).forEach((fault, count) -> counts.put(key(fault), count));
        return counts;
    }

    /** Such as {@code noLabels}. */
    private static String key(LabelFault fault) {
        String[] words = fault.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return key.toString();
    }
}
