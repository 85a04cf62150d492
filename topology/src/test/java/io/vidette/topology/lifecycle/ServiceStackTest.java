package io.vidette.topology.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ServiceStackTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void startsInOrderAndStopsInReverse() {
        ServiceStack stack = stack(PATIENCE, service("a"), service("b"), service("c"));

        stack.start();
        stack.close();

        assertThat(events).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    }

    @Test
    void stopsStartedServicesWhenAStartFails() {
        UserError refusal = new UserError("b refuses");
        ServiceStack stack = stack(
                PATIENCE,
                new Scripted("a", () -> {}, () -> fail("a is stubborn")),
                new Scripted("b", () -> fail(refusal), () -> {}),
                service("c"));

        assertThatThrownBy(stack::start)
                .isSameAs(refusal)
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .satisfies(suppressed -> assertThat(suppressed).hasMessage("a failed to stop: a is stubborn")));

        assertThat(events).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void reportsEveryFailureAndStopsTheRest() {
        ServiceStack stack = stack(
                PATIENCE,
                service("a"),
                new Scripted("b", () -> {}, () -> fail("one")),
                new Scripted("c", () -> {}, () -> fail("two")));
        stack.start();

        assertThatThrownBy(stack::close)
                .hasMessage("c failed to stop: two; b failed to stop: one")
                .satisfies(error -> assertThat(error.getSuppressed()).hasSize(2));

        assertThat(events).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    }

    @Test
    void abandonsAndNamesAServiceThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        ServiceStack stack = stack(Duration.ofMillis(20), service("a"), new Scripted("b", () -> {}, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                events.add("b interrupted");
            }
        }));
        stack.start();

        assertThatThrownBy(stack::close).hasMessageStartingWith("b did not stop within 20 ms");

        assertThat(events).contains("-a");
    }

    @Test
    void closesRepeatedlyAndWithoutAStart() {
        ServiceStack stack = stack(PATIENCE, service("a"));

        assertThatCode(stack::close).doesNotThrowAnyException();
        assertThatCode(stack::close).doesNotThrowAnyException();

        assertThat(events).isEmpty();
        assertThatThrownBy(stack::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void startsNoServiceAfterItIsClosed() throws InterruptedException {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        ServiceStack stack = stack(
                PATIENCE,
                new Scripted(
                        "a",
                        () -> {
                            starting.countDown();
                            awaitUnchecked(closing);
                        },
                        () -> {}),
                service("b"));
        Thread starter =
                new Thread(() -> assertThatThrownBy(stack::start).hasMessageContaining("closed while it started"));
        starter.start();
        starting.await();
        Thread closer = new Thread(stack::close);
        closer.start();
        while (closer.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        closing.countDown();
        starter.join();
        closer.join();

        assertThat(events).doesNotContain("+b").contains("-a");
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }

    private Scripted service(String name) {
        return new Scripted(name, () -> {}, () -> {});
    }

    private static ServiceStack stack(Duration patience, Service... services) {
        return new ServiceStack("node", patience, List.of(services));
    }

    private final class Scripted implements Service {
        private final String name;
        private final Runnable onStart;
        private final Runnable onClose;

        Scripted(String name, Runnable onStart, Runnable onClose) {
            this.name = name;
            this.onStart = onStart;
            this.onClose = onClose;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            events.add("+" + name);
            onStart.run();
        }

        @Override
        public void close() {
            events.add("-" + name);
            onClose.run();
        }
    }
}
