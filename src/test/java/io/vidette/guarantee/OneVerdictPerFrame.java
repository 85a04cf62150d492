package io.vidette.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every frame offset has exactly one committed verdict: none is lost, none is doubled, and no verdict is about a frame
 * that does not exist.
 */
public final class OneVerdictPerFrame {
    private OneVerdictPerFrame() {}

    /** Fails with the first few ids that break the rule. */
    public static void verify(Ledger ledger) {
        Map<String, Integer> verdicts = new HashMap<>();
        ledger.verdicts().forEach(v -> verdicts.merge(v.verdict().id().toString(), 1, Integer::sum));
        List<String> lost = ledger.frames().stream()
                .map(Ledger.FrameAt::id)
                .filter(id -> !verdicts.containsKey(id))
                .limit(10)
                .toList();
        List<String> doubled = verdicts.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .map(Map.Entry::getKey)
                .sorted()
                .limit(10)
                .toList();
        Set<String> frames = new HashSet<>();
        ledger.frames().forEach(f -> frames.add(f.id()));
        List<String> unfounded = verdicts.keySet().stream()
                .filter(id -> !frames.contains(id))
                .sorted()
                .limit(10)
                .toList();
        String counts = ledger.frames().size() + " frames, " + ledger.verdicts().size() + " verdicts";
        assertThat(lost).as("frames without a verdict (%s)", counts).isEmpty();
        assertThat(doubled).as("frames with more than one verdict (%s)", counts).isEmpty();
        assertThat(unfounded).as("verdicts about no frame (%s)", counts).isEmpty();
    }
}
