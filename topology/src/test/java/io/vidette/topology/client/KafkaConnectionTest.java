package io.vidette.topology.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaConnectionTest {
    @TempDir
    private Path directory;

    @Test
    void prefersTheSettingToClientPropertiesToTheLocalBroker() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), "bootstrap.servers=file:1\n");

        assertThat(connection(Optional.of("setting:1"), Optional.of(file)).bootstrapServers())
                .isEqualTo("setting:1");
        assertThat(connection(Optional.empty(), Optional.of(file)).bootstrapServers())
                .isEqualTo("file:1");
        assertThat(connection(Optional.empty(), Optional.empty()).bootstrapServers())
                .isEqualTo("local:1");
    }

    @Test
    void passesClientPropertiesToClientsWithoutPrintingThem() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), "sasl.jaas.config=hunter2\n");

        KafkaConnection connection = connection(Optional.of("a:1"), Optional.of(file));

        assertThat(connection.config())
                .containsEntry("sasl.jaas.config", "hunter2")
                .containsEntry("bootstrap.servers", "a:1");
        assertThat(connection).asString().doesNotContain("hunter2");
    }

    @Test
    void publishesClientMetricsOnlyWhenTheClientPropertiesEnableThem() throws IOException {
        assertThat(connection(Optional.of("a:1"), Optional.empty()).config())
                .containsEntry("metric.reporters", "")
                .containsEntry("enable.metrics.push", false);

        Path file = Files.writeString(
                directory.resolve("client.properties"),
                "metric.reporters=org.apache.kafka.common.metrics.JmxReporter\nenable.metrics.push=true\n");

        assertThat(connection(Optional.of("a:1"), Optional.of(file)).config())
                .containsEntry("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter")
                .containsEntry("enable.metrics.push", "true");
    }

    @Test
    void namesAnUnreadableFile() {
        Path absent = directory.resolve("absent");

        assertThatThrownBy(() -> connection(Optional.empty(), Optional.of(absent)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(absent.toString())
                .hasMessageContaining("--client-properties");
    }

    @Test
    void distinguishesUserErrorsFromBugs() {
        KafkaConnection connection = connection(Optional.of("a:1"), Optional.empty());

        assertThat(connection.explain("x", new ExecutionException(new TimeoutException("late"))))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot x: no answer from Kafka at a:1 within 7 s");
        assertThat(connection.explain("x", new ExecutionException(new SaslAuthenticationException("bad\nlogin"))))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot x: Kafka at a:1 refuses the login (bad); check --client-properties");
        assertThat(connection.explain("x", new KafkaException("made", new ClassNotFoundException("no.such.Reporter"))))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot x: Kafka's client cannot use a configured class (no.such.Reporter);"
                        + " check --client-properties");
        assertThat(connection.explain("x", new TopicAuthorizationException("no")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not allowed");
        assertThat(connection.explain("x", new IllegalStateException("bug"))).isNotInstanceOf(UserError.class);
    }

    private static KafkaConnection connection(Optional<String> servers, Optional<Path> properties) {
        return KafkaConnection.of(new KafkaSettings(servers, properties, Duration.ofSeconds(7)), "local:1");
    }
}
