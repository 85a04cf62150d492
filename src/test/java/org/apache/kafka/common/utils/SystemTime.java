package org.apache.kafka.common.utils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Stands before Kafka's class of this name on the class path of the tests, for their processes: Kafka's wall clock can be
 * set while they run. Without the property {@code vidette.clock} it does what Kafka's own does. (libfaketime makes Java's
 * calls for the time so slow that a broker does not start.)
 *
 * <p>Threading: owns {@code fake-clock}, which reads the file that the property names, milliseconds of offset, again and
 * again.
 */
final class SystemTime implements Time {
    private static final SystemTime SYSTEM_TIME = new SystemTime();
    private static final long LOOK_NANOS = 20_000_000;

    private volatile long offset;

    private SystemTime() {
        String file = System.getProperty("vidette.clock");
        if (file != null) {
            Thread thread = new Thread(() -> follow(Path.of(file)), "fake-clock");
            thread.setDaemon(true);
            thread.start();
        }
    }

    public static SystemTime getSystemTime() {
        return SYSTEM_TIME;
    }

    private void follow(Path file) {
        while (true) {
            try {
                offset = Long.parseLong(Files.readString(file).strip());
            } catch (IOException e) {
                // The directory of the test is gone, and so is whoever cares.
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public long milliseconds() {
        return System.currentTimeMillis() + offset;
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
                long now = milliseconds();
                if (now >= deadline) {
                    throw new TimeoutException("Condition not satisfied before deadline");
                }
                object.wait(deadline - now);
            }
        }
    }
}
