package io.vidette.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.stream.ClockWatch;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class IngestServiceTest {
    /** Nobody listens there; the service works without Kafka. */
    private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

    @Test
    void runsFromItsCreationAndStopsAllThreadsWhenClosed() {
        try (IngestService ingest = start(renewed -> new ClockWatch("ingest", renewed))) {
            assertThat(ingest.cameras()).isEmpty();
            assertThat(threads()).contains("ingest-cameras", "ingest-status", "ingest-publish");
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void closesWhatItOpenedWhenItCannotStart() {
        assertThatThrownBy(() -> start(renewed -> {
                    assertThat(threads()).contains("ingest-cameras", "ingest-status", "ingest-publish");
                    throw new IllegalStateException("no clock");
                }))
                .hasMessage("no clock");

        assertThat(threads()).isEmpty();
    }

    private static IngestService start(Function<List<Runnable>, ClockWatch> clocks) {
        return IngestService.start(
                NOWHERE,
                Topics.DEFAULT,
                IngestConfig.defaults(),
                Secrets.none(),
                "node",
                new SimpleMeterRegistry(),
                clocks);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ingest-"))
                .collect(Collectors.toSet());
    }
}
