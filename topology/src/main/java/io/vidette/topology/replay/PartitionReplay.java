package io.vidette.topology.replay;

import io.vidette.topology.detect.FrameCheck;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The replay of one partition: reads its frames in batches and writes their verdicts, with a commit each second.
 *
 * <p>Threading: used by the thread that runs the replay.
 */
final class PartitionReplay {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Consumer<String, byte[]> consumer;
    private final ReplayJournal journal;
    private final ReplayBatches batches;
    private final ReplayProgress progress;
    private final ReplayRequest request;
    private final Duration patience;
    private final BooleanSupplier isStopping;
    private final TopicPartition partition;
    private List<FrameCheck> batch = new ArrayList<>();
    private long committedNanos = System.nanoTime();
    private long committed;

    /**
     * Nothing is read yet.
     *
     * @param patience longest time to wait for the next record
     * @param isStopping whether to end early, after the batches that are with the model
     */
    PartitionReplay(
            Consumer<String, byte[]> consumer,
            ReplayJournal journal,
            ReplayBatches batches,
            ReplayProgress progress,
            ReplayRequest request,
            Duration patience,
            BooleanSupplier isStopping,
            TopicPartition partition) {
        this.consumer = consumer;
        this.journal = journal;
        this.batches = batches;
        this.progress = progress;
        this.request = request;
        this.patience = patience;
        this.isStopping = isStopping;
        this.partition = partition;
    }

    /**
     * Replays the offsets {@code from} to before {@code to}.
     *
     * @return whether it reached the end without being stopped
     */
    boolean run(long from, long to) {
        consumer.assign(Set.of(partition));
        consumer.seek(partition, from);
        committed = from;
        read(from, to);
        // A later stop makes no difference: the end is reached.
        boolean finished = from >= to || !isStopping.getAsBoolean();
        if (finished) {
            submit(to);
        }
        while (!batches.isEmpty()) {
            finishOldest();
        }
        if (finished) {
            commit(Math.max(from, to));
        }
        journal.flush();
        return finished;
    }

    private void read(long from, long to) {
        long next = from;
        long heardNanos = System.nanoTime();
        while (next < to && !isStopping.getAsBoolean()) {
            long before = next;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to && !isStopping.getAsBoolean()) {
                    progress.missed(record.offset() - next);
                    next = record.offset() + 1;
                    take(record);
                }
            }
            next = Math.max(next, Math.min(to, consumer.position(partition)));
            long now = System.nanoTime();
            heardNanos = next > before ? now : heardNanos;
            if (now - heardNanos > patience.toNanos()) {
                throw new TimeoutException("no frame of " + partition + " from offset " + next);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        String camera = record.key() == null ? "" : record.key();
        if (!request.wants(camera)) {
            return;
        }
        progress.read(camera);
        FrameId id = new FrameId(record.topic(), record.partition(), record.offset());
        batch.add(FrameCheck.of(id, record.key(), record.value(), record.headers()));
        if (batch.size() == request.batch()) {
            submit(record.offset() + 1);
        }
    }

    private void submit(long end) {
        batches.submit(batch, end);
        batch = new ArrayList<>();
        while (batches.isFull()) {
            finishOldest();
        }
    }

    private void finishOldest() {
        ReplayBatches.Done done = batches.takeOldest();
        for (FrameVerdict verdict : done.verdicts()) {
            journal.write(partition.partition(), verdict);
            progress.wrote(verdict);
        }
        if (System.nanoTime() - committedNanos > COMMIT_NANOS) {
            commit(done.end());
        } else {
            journal.reached(partition, done.end());
        }
    }

    private void commit(long end) {
        journal.reached(partition, end);
        journal.flush();
        committedNanos = System.nanoTime();
        progress.committed(end - committed);
        committed = end;
    }
}
