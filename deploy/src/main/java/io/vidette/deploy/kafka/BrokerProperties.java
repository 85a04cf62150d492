package io.vidette.deploy.kafka;

import io.vidette.topology.config.ByteSize;
import io.vidette.topology.topic.TopicPlan;
import java.nio.file.Path;
import java.util.Properties;

/** Kafka's settings for a broker that is alone and carries pictures. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private BrokerProperties() {}

    static Properties of(Path directory, String host, int port, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, directory, host, port, controllerPort);
        single(properties);
        pictures(properties);
        return properties;
    }

    private static void identity(Properties properties, Path directory, String host, int port, int controllerPort) {
        set(properties, "process.roles", "broker,controller");
        set(properties, "node.id", NODE_ID);
        set(properties, "controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
        set(properties, "controller.listener.names", CONTROLLER);
        set(
                properties,
                "listeners",
                "PLAINTEXT://" + host + ":" + port + "," + CONTROLLER + "://" + host + ":" + controllerPort);
        set(properties, "advertised.listeners", "PLAINTEXT://" + host + ":" + port);
        set(properties, "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        set(properties, "log.dirs", directory.toAbsolutePath());
    }

    /** One replica of everything, and no waiting for others. */
    private static void single(Properties properties) {
        set(properties, "offsets.topic.replication.factor", 1);
        set(properties, "offsets.topic.num.partitions", 4);
        set(properties, "transaction.state.log.replication.factor", 1);
        set(properties, "transaction.state.log.min.isr", 1);
        set(properties, "transaction.state.log.num.partitions", 4);
        set(properties, "share.coordinator.state.topic.replication.factor", 1);
        set(properties, "share.coordinator.state.topic.min.isr", 1);
        set(properties, "share.coordinator.state.topic.num.partitions", 1);
        // A broker that was killed loads its groups after the restart. Meanwhile it may briefly lose its partitions
        // and get them back, which starts a second load.
        // If the first load still runs then and does not notice, Kafka 4.2 takes its end for the end of the second
        // and continues with partially loaded groups.
        // Therefore the log is kept small, and a load checks after each
        // small buffer whether it should stop.
        set(properties, "offsets.topic.segment.bytes", ByteSize.mebibytes(1).bytes());
        set(properties, "offsets.load.buffer.size", 64 << 10);
        set(
                properties,
                "transaction.state.log.segment.bytes",
                ByteSize.mebibytes(1).bytes());
        set(properties, "group.initial.rebalance.delay.ms", 0);
        set(properties, "auto.create.topics.enable", false);
        set(properties, "broker.session.timeout.ms", 2000);
        set(properties, "broker.heartbeat.interval.ms", 500);
        // After kill -9 readers wait for the dead transaction to be aborted; by default that is looked for every 10 s.
        set(properties, "transaction.abort.timed.out.transaction.cleanup.interval.ms", 500);
    }

    private static void pictures(Properties properties) {
        long record = TopicPlan.MAX_RECORD.bytes();
        set(properties, "message.max.bytes", record);
        set(properties, "replica.fetch.max.bytes", record);
        set(properties, "socket.send.buffer.bytes", ByteSize.mebibytes(1).bytes());
        set(properties, "socket.receive.buffer.bytes", ByteSize.mebibytes(1).bytes());
        set(properties, "log.segment.bytes", ByteSize.mebibytes(128).bytes());
        // An index is preallocated in full for each of some 50 partitions; a 128 MiB segment fills less than half.
        set(properties, "log.index.size.max.bytes", ByteSize.mebibytes(1).bytes());
        set(properties, "log.retention.check.interval.ms", 60_000);
        set(properties, "num.network.threads", 2);
        set(properties, "num.io.threads", 4);
        set(properties, "background.threads", 2);
        // Heap; the default of 128 MiB is meant for many millions of keys.
        set(properties, "log.cleaner.dedupe.buffer.size", ByteSize.mebibytes(8).bytes());
    }

    private static void set(Properties properties, String key, Object value) {
        properties.setProperty(key, value.toString());
    }
}
