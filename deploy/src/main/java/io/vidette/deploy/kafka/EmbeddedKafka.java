package io.vidette.deploy.kafka;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker and controller of a one-node Kafka in this process. Its data outlive the process, however that ends.
 *
 * <p>Threading: closed by one thread at a time, all else by any.
 */
public final class EmbeddedKafka implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Returns when the broker serves.
     *
     * @param directory for Kafka's logs; the caller makes sure that no other process uses it
     * @throws UserError when a port is taken, or the directory cannot be written or holds data of a
     *     newer Kafka
     */
    public static EmbeddedKafka start(EmbeddedKafkaSettings settings, Path directory) {
        int port = Ports.check(settings.host(), settings.port(), "embedded.port");
        int controllerPort = Ports.check(settings.host(), settings.controllerPort(), "embedded.controllerPort");
        format(directory);
        Properties properties = BrokerProperties.of(directory, settings.host(), port, controllerPort);
        long began = System.nanoTime();
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw e;
        }
        EmbeddedKafka running = new EmbeddedKafka(starting, settings.host() + ":" + port);
        LOG.info(
                "embedded Kafka serves at {}, started in {} ms",
                running.bootstrapServers(),
                (System.nanoTime() - began) / 1_000_000);
        return running;
    }

    /** Returns the address for clients on this machine. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** Returns whether the broker serves. */
    public Health health() {
        return closed.get() ? new Health.NotReady("the broker does not run") : Health.ready();
    }

    /** Gives a new directory its cluster id; an old one is left alone. */
    private static void format(Path directory) {
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
