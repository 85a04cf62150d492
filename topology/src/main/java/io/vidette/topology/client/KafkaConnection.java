package io.vidette.topology.client;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How a Kafka client reaches its cluster.
 *
 * @param properties further properties of every client; may contain passwords, so {@code toString} omits them
 * @param patience time limit of each call
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties, Duration patience) {
    public KafkaConnection {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads the settings and the file of client properties that they may name.
     *
     * @param local the servers to use where the settings name none
     * @throws UserError when the file cannot be read
     */
    public static KafkaConnection of(KafkaSettings settings, String local) {
        Map<String, String> properties =
                settings.clientProperties().map(KafkaConnection::load).orElse(Map.of());
        String servers = settings.bootstrapServers()
                .or(() -> Optional.ofNullable(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)))
                .orElse(local);
        return new KafkaConnection(servers, properties, settings.patience());
    }

    /**
     * The configuration that clients of all kinds share, to be added to. Their metrics go neither to JMX nor to the brokers,
     * unless the client properties enable it: a node exposes its metrics over HTTP, and creating the metrics of half a
     * dozen clients takes a large part of its startup time.
     */
    public Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        config.putAll(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return config;
    }

    /** Converts a client's exception into a {@link UserError}; one that the user cannot fix is only wrapped. */
    public RuntimeException explain(String attempt, Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause.getClass() == KafkaException.class)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String at = "Kafka at " + bootstrapServers;
        if (cause instanceof UserError error) {
            return error;
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return new UserError(
                    "cannot " + attempt + ": no answer from " + at + " within " + patience.toSeconds()
                            + " s; check that it runs ('vidette up' starts one) and --bootstrap-servers",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new UserError(
                    "cannot " + attempt + ": " + at + " refuses the login (" + firstLine(cause)
                            + "); check --client-properties",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new UserError(
                    "cannot " + attempt + ": not allowed on " + at + " (" + firstLine(cause) + "); grant the access",
                    cause);
        }
        if (cause instanceof ClassNotFoundException || cause instanceof ClassCastException) {
            return new UserError(
                    "cannot " + attempt + ": Kafka's client cannot use a configured class (" + firstLine(cause)
                            + "); check --client-properties",
                    cause);
        }
        if (cause instanceof KafkaException) {
            return new UserError("cannot " + attempt + ": " + at + ": " + firstLine(cause), cause);
        }
        return new IllegalStateException("cannot " + attempt, cause);
    }

    @Override
    public String toString() {
        return bootstrapServers;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot read the client properties in " + file + "; check --client-properties", e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
