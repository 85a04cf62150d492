package io.vidette.guarantee;

import java.util.ArrayList;
import java.util.List;

/** What breaks one rule: all are counted, the first few kept. */
final class Breaches {
    private static final int KEPT = 10;

    private final String rule;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** @param rule that is broken, such as {@code more than one verdict} */
    Breaches(String rule) {
        this.rule = rule;
    }

    void add(Object breach) {
        count++;
        if (first.size() < KEPT) {
            first.add(breach.toString());
        }
    }

    void verify(String run) {
        if (count > 0) {
            throw new AssertionError(rule + ": " + count + " (" + run + "), the first: " + String.join(", ", first));
        }
    }
}
