package io.vidette.ingest.ownership;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cameras topic in a consumer group: the partitions that the group assigns to this node tell it which cameras
 * to read. Nothing is committed: each owner reads its partitions from their beginning.
 *
 * <p>Threading: owns the thread {@code ingest-cameras}, the only one to touch the consumer but for waking it up.
 */
public final class CameraOwnership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CameraOwnership.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    private static final Duration LEAVE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String topic;
    private final String node;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Duration sessionTimeout;
    private final Duration closeLimit;
    private final CameraRoster roster;
    private final Thread thread = new Thread(this::run, "ingest-cameras");
    private volatile boolean running = true;
    private volatile @Nullable Consumer<String, byte[]> current;
    private volatile long polledNanos = System.nanoTime();

    /**
     * Not started yet.
     *
     * @param consumers makes a consumer of the group; called again when one breaks for good
     * @param sessionTimeout after which the group gives the cameras of a silent node to another
     * @param closeLimit for leaving the group and stopping the readers
     */
    public CameraOwnership(
            String topic,
            String node,
            Supplier<Consumer<String, byte[]>> consumers,
            CameraCrew crew,
            Duration sessionTimeout,
            Duration closeLimit) {
        this.topic = topic;
        this.node = node;
        this.consumers = consumers;
        this.sessionTimeout = sessionTimeout;
        this.closeLimit = closeLimit;
        this.roster = new CameraRoster(crew);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Whether the cameras are surely still this node's. False after the process was suspended for longer than the group
     * waits: another node may read them by now, and this one has not heard of it yet.
     */
    public boolean isSure() {
        return System.nanoTime() - polledNanos < sessionTimeout.toNanos();
    }

    /** Follows the topic with a consumer made anew, in the same group and under the same name. */
    public void renew() {
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void run() {
        while (running) {
            try {
                Consumer<String, byte[]> consumer = consumers.get();
                current = consumer;
                try {
                    consumer.subscribe(Set.of(topic), new Rebalance(consumer));
                    follow(consumer);
                } finally {
                    current = null;
                    // By default a member with a name of its own stays, and its cameras wait for it.
                    consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(LEAVE));
                }
            } catch (WakeupException e) {
                LOG.debug("woken up to stop, or to begin anew");
            } catch (RuntimeException e) {
                LOG.warn("following {} failed and is begun anew: {}", topic, e.toString());
                pause();
            } finally {
                // What the broken consumer owned is no longer surely ours.
                roster.revoked(roster.partitions(), Optional.empty(), false);
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        while (running) {
            try {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                    roster.read(message, new TopicPartition(message.topic(), message.partition()));
                }
                polledNanos = System.nanoTime();
                settle(consumer);
            } catch (WakeupException e) {
                throw e;
            } catch (TimeoutException e) {
                LOG.debug("Kafka is away: {}", e.toString());
            } catch (KafkaException e) {
                if (e instanceof RetriableException) {
                    LOG.warn("following {}: {}; trying again", topic, e.toString());
                    pause();
                } else {
                    throw e;
                }
            }
        }
    }

    /** Hands over the partitions whose past has been read to the end. */
    private void settle(Consumer<String, byte[]> consumer) {
        Set<TopicPartition> gathering = roster.gathering();
        if (gathering.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(gathering, LOOK_UP);
        for (TopicPartition partition : gathering) {
            Long end = ends.get(partition);
            if (end != null && consumer.position(partition, LOOK_UP) >= end) {
                roster.caughtUp(partition);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public void close() {
        running = false;
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(closeLimit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the thread {} did not end within {}", thread.getName(), closeLimit);
        }
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Rebalance(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(roster::assigned);
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // When this node stops it is the last to speak for its cameras; otherwise their next owner does.
            Optional<String> farewell = running ? Optional.empty() : Optional.of("node " + node + " has stopped");
            roster.revoked(partitions, farewell, true);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn("lost {} to other nodes; their cameras are read no more here", partitions);
            roster.revoked(partitions, Optional.empty(), false);
        }
    }
}
