package io.vidette.topology.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong steady = new AtomicLong(55_000_000);
    private final AtomicInteger told = new AtomicInteger();
    private final ClockWatch watch = new ClockWatch("test", wall::get, steady::get, List.of(told::incrementAndGet));

    @Test
    void reportsEachStepBackOnce() {
        pass(500, 0);
        watch.look();
        assertThat(told).hasValue(0);
        pass(500, -90_000);
        watch.look();
        pass(500, 0);
        watch.look();
        assertThat(told).hasValue(1);
        pass(500, -2_000);
        watch.look();
        assertThat(told).hasValue(2);
    }

    @Test
    void ignoresStepsForwardAndSlowDrift() {
        pass(500, 90_000);
        watch.look();
        for (int i = 0; i < 1000; i++) {
            pass(500, -1);
            watch.look();
        }
        assertThat(told).hasValue(0);
    }

    private void pass(long millis, long step) {
        steady.addAndGet(millis * 1_000_000);
        wall.addAndGet(millis + step);
    }
}
