package io.vidette.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.topology.message.FrameId;
import java.util.HashMap;
import java.util.Map;

/** The verdicts of a camera lie on the partition of its frames, in their order. */
public final class OrderPerCamera {
    private OrderPerCamera() {}

    /** Fails at the first verdict that comes before its time. */
    public static void verify(Ledger ledger) {
        Map<String, Ledger.VerdictAt> latest = new HashMap<>();
        for (Ledger.VerdictAt now : ledger.verdicts()) {
            assertThat(now.partition())
                    .as("partition of the verdict on %s", now.verdict().id())
                    .isEqualTo(now.verdict().id().partition());
            Ledger.VerdictAt before = latest.put(now.key(), now);
            if (before != null) {
                FrameId earlier = before.verdict().id();
                FrameId later = now.verdict().id();
                assertThat(now.partition())
                        .as("partition of %s, camera '%s'", later, now.key())
                        .isEqualTo(before.partition());
                assertThat(later.offset())
                        .as("%s follows %s, camera '%s'", later, earlier, now.key())
                        .isGreaterThan(earlier.offset());
            }
        }
    }
}
