package io.vidette.fault.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long recoveries took, by kind of fault. */
final class RecoveryTable {
    /**
     * One recovery.
     *
     * @param silence longest that a camera was without a new committed verdict, from the fault on
     * @param back from the fault, or from when it was healed, until new frames of all cameras had verdicts
     */
    record Recovery(Duration silence, Duration back) {}

    private final Map<String, List<Recovery>> recoveries = new TreeMap<>();

    void add(String fault, Recovery recovery) {
        recoveries.computeIfAbsent(fault, name -> new ArrayList<>()).add(recovery);
    }

    int count() {
        return recoveries.values().stream().mapToInt(List::size).sum();
    }

    /** In Markdown, seconds. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(
                "| fault | times | silence, median s | worst s | back after, median s | worst s |\n| --- | --- | --- | --- | --- | --- |\n");
        recoveries.forEach((fault, all) -> {
            List<Duration> silences =
                    all.stream().map(Recovery::silence).sorted().toList();
            List<Duration> backs = all.stream().map(Recovery::back).sorted().toList();
            table.append("| %s | %d | %s | %s | %s | %s |%n"
                    .formatted(fault, all.size(), median(silences), worst(silences), median(backs), worst(backs)));
        });
        return table.toString();
    }

    private static String median(List<Duration> sorted) {
        Duration lower = sorted.get((sorted.size() - 1) / 2);
        Duration upper = sorted.get(sorted.size() / 2);
        return seconds(lower.plus(upper).dividedBy(2));
    }

    private static String worst(List<Duration> sorted) {
        return seconds(sorted.get(sorted.size() - 1));
    }

    private static String seconds(Duration time) {
        return "%.1f".formatted(time.toMillis() / 1e3);
    }
}
