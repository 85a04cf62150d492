package io.vidette.topology.stream;

import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * Time that only moves forward, even if the clock of the machine is set back. Kafka Streams delays its next commit
 * until the wall clock has passed the last one: set back by a minute, it would not commit for a minute, and the broker
 * would abort its transactions one after the other.
 */
final class SteadyTime implements Time {
    private final long originMillis = System.currentTimeMillis();
    private final long originNanos = System.nanoTime();

    @Override
    public long milliseconds() {
        return originMillis + (System.nanoTime() - originNanos) / 1_000_000;
    }

    @Override
    public long nanoseconds() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long millis) {
        Utils.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadline) throws InterruptedException {
        synchronized (object) {
            while (!condition.get()) {
                long left = deadline - milliseconds();
                if (left <= 0) {
                    throw new TimeoutException("the condition was not met in time");
                }
                object.wait(left);
            }
        }
    }
}
