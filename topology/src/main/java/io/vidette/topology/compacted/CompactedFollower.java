package io.vidette.topology.compacted;

import io.vidette.topology.compacted.CompactedListener.Release;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a compacted topic and reports its changes to a listener. Offsets are never committed: each partition is read from
 * its beginning. If a consumer fails, another one replaces it.
 *
 * <p>Threading: owns one thread, which polls the consumer and calls the listener. All methods may be called by any thread.
 */
public final class CompactedFollower<K, V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedFollower.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    private static final Duration LEAVE = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 1000;

    private final CompactedTopic<K, V> topic;
    private final Scope scope;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final LastValidRecords<K, V> view;
    private final Duration closeLimit;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile long polledNanos = System.nanoTime();

    /** Which partitions are followed. */
    public enum Scope {
        /** All partitions that the topic has when the consumer is created. A replacement keeps the last state. */
        WHOLE_TOPIC,
        /** Those that the consumer's group assigns to it. If the consumer fails, all of them are released as lost. */
        SHARE_OF_GROUP
    }

    /**
     * Not started yet.
     *
     * @param consumers makes a consumer; called again to replace one
     * @param threadName of the thread that reads the topic
     * @param closeLimit how long {@link #close} waits for the thread
     */
    public CompactedFollower(
            CompactedTopic<K, V> topic,
            Scope scope,
            Supplier<Consumer<byte[], byte[]>> consumers,
            CompactedListener<K, V> listener,
            String threadName,
            Duration closeLimit) {
        this.topic = topic;
        this.scope = scope;
        this.consumers = consumers;
        this.view = new LastValidRecords<>(topic, listener);
        this.closeLimit = closeLimit;
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Waits until the first assigned partitions have been read to their end; returns false on timeout. */
    public boolean await(Duration limit) {
        try {
            return caughtUp.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Time since the last answer to a poll, or since this follower was created. */
    public Duration sinceLastPoll() {
        return Duration.ofNanos(System.nanoTime() - polledNanos);
    }

    /** Replaces the consumer. */
    public void renew() {
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void run() {
        while (isRunning()) {
            try {
                followWithNewConsumer();
            } catch (WakeupException e) {
                LOG.debug("woken up to stop or to replace the consumer");
            } catch (RuntimeException e) {
                LOG.warn("following {} failed, the consumer is replaced: {}", topic.name(), e.toString());
                pause();
            } finally {
                if (scope == Scope.SHARE_OF_GROUP) {
                    view.release(view.partitions(), Release.LOST);
                }
            }
        }
    }

    private void followWithNewConsumer() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        current = consumer;
        try {
            follow(consumer, new CompactedReader<>(topic.name(), consumer, view, LOOK_UP));
        } finally {
            current = null;
            consumer.close(closing());
        }
    }

    private CloseOptions closing() {
        return switch (scope) {
            // By default it waits for its last fetch, which the broker holds for half a second.
            case WHOLE_TOPIC -> CloseOptions.timeout(Duration.ZERO);
            // By default a static member stays in its group, and its partitions wait for it.
            case SHARE_OF_GROUP ->
                CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(LEAVE);
        };
    }

    private void follow(Consumer<byte[], byte[]> consumer, CompactedReader<K, V> reader) {
        switch (scope) {
            case WHOLE_TOPIC -> reader.assignAll();
            case SHARE_OF_GROUP -> consumer.subscribe(Set.of(topic.name()), new Rebalance(reader));
        }
        while (isRunning()) {
            try {
                reader.poll();
                polledNanos = System.nanoTime();
                if (reader.isCaughtUp() && !view.partitions().isEmpty()) {
                    caughtUp.countDown();
                }
            } catch (TimeoutException e) {
                LOG.debug("Kafka does not answer: {}", e.toString());
            } catch (RetriableException e) {
                LOG.warn("following {}: {}; trying again", topic.name(), e.toString());
                pause();
            }
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    private void pause() {
        try {
            var unused = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    /** Stops the thread and waits for it, as long as the limit allows. */
    @Override
    public void close() {
        stopping.countDown();
        renew();
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
        private final CompactedReader<K, V> reader;

        Rebalance(CompactedReader<K, V> reader) {
            this.reader = reader;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            reader.begin(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            view.release(partitions, isRunning() ? Release.REVOKED : Release.CLOSED);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn("lost {} to other members of the group", partitions);
            view.release(partitions, Release.LOST);
        }
    }
}
