package io.vidette.deploy.kafka;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker and controller of a one-node Kafka in this process. Its data outlive the process, however that ends.
 *
 * <p>Threading: started and closed by one thread at a time; {@link #bootstrapServers} and {@link #health} may be called by
 * any.
 */
public final class EmbeddedKafka implements Service, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final EmbeddedKafkaSettings settings;
    private final Path directory;
    private volatile @Nullable KafkaRaftServer server;
    private volatile int port;

    /**
     * Starts nothing yet.
     *
     * @param directory for Kafka's logs; the caller makes sure that no other process uses it
     */
    public EmbeddedKafka(EmbeddedKafkaSettings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
        this.port = settings.port();
    }

    @Override
    public String name() {
        return "kafka";
    }

    /** For clients on this machine; where a free port is to be taken, the port is known once it has started. */
    public String bootstrapServers() {
        return settings.host() + ":" + port;
    }

    /**
     * Returns when the broker serves.
     *
     * @throws UserError when a port is taken, or the directory cannot be written or holds data of a
     *     newer Kafka
     */
    @Override
    public synchronized void start() {
        port = Ports.check(settings.host(), settings.port(), "embedded.port");
        int controllerPort = Ports.check(settings.host(), settings.controllerPort(), "embedded.controllerPort");
        format();
        Properties properties = BrokerProperties.of(directory, settings.host(), port, controllerPort);
        long began = System.nanoTime();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw e;
        }
        server = starting;
        LOG.info(
                "embedded Kafka serves at {}, started in {} ms",
                bootstrapServers(),
                (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public synchronized void close() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }

    @Override
    public Health health() {
        return server == null ? new Health.NotReady("the broker does not run") : Health.ready();
    }

    /** Gives a new directory its cluster id; an old one is left alone. */
    private void format() {
        if (directory.toAbsolutePath().toString().indexOf(',') >= 0) {
            throw new UserError(
                    "Kafka takes the comma in " + directory.toAbsolutePath() + " for two directories; set --data");
        }
        if (Files.exists(directory.resolve("meta.properties"))) {
            WrittenBy.check(directory);
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            Files.createDirectories(directory);
            WrittenBy.note(directory);
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(directory.toAbsolutePath().toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .run();
        } catch (IOException e) {
            throw new UserError(
                    "cannot write Kafka's data to " + directory + ": " + e.getMessage() + "; set --data", e);
        } catch (Exception e) { // Formatter.run declares no less
            throw new IllegalStateException("cannot format Kafka's data directory " + directory, e);
        }
    }
}
