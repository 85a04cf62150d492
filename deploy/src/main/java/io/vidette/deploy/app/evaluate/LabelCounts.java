package io.vidette.deploy.app.evaluate;

import io.vidette.trainer.dataset.LabelFault;
import io.vidette.trainer.dataset.LabelProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts the problems of a data set by their kind. */
final class LabelCounts {
    private LabelCounts() {}

    /** Returns the counts by keys such as {@code noLabels}. */
    static Map<String, Integer> of(List<LabelProblem> problems) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        LabelProblem.count(problems).forEach((fault, count) -> counts.put(key(fault), count));
        return counts;
    }

    private static String key(LabelFault fault) {
        String[] words = fault.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return key.toString();
    }
}
