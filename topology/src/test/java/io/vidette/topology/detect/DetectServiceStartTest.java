package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DetectServiceStartTest {
    @TempDir
    private Path state;

    @Test
    void closesItsBatchWorkersWhenKafkaStreamsCannotStart() {
        StreamsNode withoutServers = new StreamsNode(Map.of(), Topics.DEFAULT, "node", state, 1);

        assertThatThrownBy(() -> DetectService.start(
                        withoutServers,
                        new FakeDetector(),
                        DetectConfig.defaults(),
                        AdmissionPolicy.EVERY,
                        new SimpleMeterRegistry()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("detect-batch"));
    }
}
