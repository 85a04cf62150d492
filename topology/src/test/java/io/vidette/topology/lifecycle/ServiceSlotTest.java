package io.vidette.topology.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ServiceSlotTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void holdsThePartFromItsStartToItsClose() {
        ServiceSlot<Running> slot = new ServiceSlot<>("part", () -> closed::incrementAndGet);

        assertThat(slot.running()).isEmpty();
        slot.start();
        assertThat(slot.running()).isPresent();
        slot.close();
        assertThat(slot.running()).isEmpty();
        slot.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void staysEmptyWhenThePartDoesNotStart() {
        ServiceSlot<Running> slot = new ServiceSlot<>("part", () -> {
            throw new IllegalStateException("no broker");
        });

        assertThatThrownBy(slot::start).hasMessage("no broker");
        assertThat(slot.running()).isEmpty();
        slot.close();
    }

    @Test
    void doesNotStartASecondPartBesideTheFirst() {
        ServiceSlot<Running> slot = new ServiceSlot<>("part", () -> closed::incrementAndGet);
        slot.start();

        assertThatThrownBy(slot::start).hasMessageContaining("part runs already");
    }
}
