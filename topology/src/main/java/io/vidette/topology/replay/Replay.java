package io.vidette.topology.replay;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.BatchJudge;
import io.vidette.topology.detect.FrameCheck;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.Judgement;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Judges a range of the frames topic once more: partition by partition, in full batches, onto a topic of its own, with
 * the same ids as the live verdicts. Verdicts and progress are committed together, so a run that was interrupted goes on
 * where it stopped, and no frame is judged twice or left out. The live group is not touched.
 *
 * <p>The same frames are always in the same batches, also after an interruption. So the same weights give the same bytes
 * on the same machine: the verdicts hold no time of their own.
 *
 * <p>Threading: {@link #run} by one thread, {@link #stop} by any. It owns the threads {@code replay-N} that call the
 * model.
 */
public final class Replay {
    /** One decodes while the other computes. */
    private static final int WORKERS = 2;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final KafkaConnection connection;
    private final Topics topics;
    private final ReplayRequest request;
    private final BatchJudge judge;
    private final Runnable topicMaker;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long gone;
    private long passed;
    private long total;

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Some more was committed.
         *
         * @param done offsets passed, of {@code total} in the range, also those of earlier runs and of other cameras
         */
        void passed(long done, long total);
    }

    /**
     * Nothing is read yet.
     *
     * @param detector outlives this and is not closed by it
     * @param topicMaker makes sure that the topic of {@link ReplayRequest#topic} is there, with as many partitions as the
     *     frames topic. Asked once there is something to write: a replay that finds no frame leaves nothing behind, so its
     *     name is free
     */
    public Replay(
            KafkaConnection connection,
            Topics topics,
            ReplayRequest request,
            FrameDetector detector,
            Runnable topicMaker) {
        this.connection = connection;
        this.topics = topics;
        this.request = request;
        this.judge = new BatchJudge(detector);
        this.topicMaker = topicMaker;
    }

    /** Lets {@link #run} end after what is with the model, committed. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Reads, judges and writes until the end of the range, or until {@link #stop}.
     *
     * @throws UserError when Kafka cannot be reached, no frame is in the range or none of the cameras, another run of the same name is at work, or an earlier one had
     *     other weights, cameras or another beginning
     */
    public ReplayReport run(Listener listener) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, work -> {
            Thread thread = new Thread(work, "replay-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        try (Consumer<String, byte[]> consumer = ReplayClients.consumer(connection, request.topic(topics));
                ReplayJournal journal = ReplayJournal.open(connection, topics, request, consumer, topicMaker)) {
            Map<TopicPartition, ReplayRange> ranges =
                    ReplayRange.of(consumer, topics.frames(), request.from(), request.to());
            total = ranges.values().stream().mapToLong(ReplayRange::size).sum();
            if (total == 0) {
                throw new UserError("there is no frame in this range of " + topics.frames()
                        + "; check --from and --to, and what Kafka still keeps");
            }
            Map<TopicPartition, Long> starts = journal.starts(ranges);
            passed = ranges.entrySet().stream()
                    .mapToLong(range -> Math.max(
                            0, start(starts, range.getKey()) - range.getValue().from()))
                    .sum();
            long before = passed;
            long began = System.nanoTime();
            boolean finished = true;
            for (Map.Entry<TopicPartition, ReplayRange> range : ranges.entrySet()) {
                finished &= new OnePartition(consumer, journal, workers, listener, range.getKey())
                        .run(start(starts, range.getKey()), range.getValue().to());
            }
            if (before == 0 && seen.isEmpty() && finished) {
                throw new UserError("none of the " + total + " frames in this range is of the cameras "
                        + String.join(", ", new TreeSet<>(request.cameras()))
                        + "; 'vidette camera list' shows their names");
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new ReplayReport(
                    counts, gone, seconds, before, before == 0 && finished ? unseen() : Set.of(), finished);
        } catch (KafkaException e) {
            throw ReplayClients.explain(connection, request, e);
        } finally {
            workers.shutdownNow();
        }
    }

    private Set<String> unseen() {
        Set<String> unseen = new HashSet<>(request.cameras());
        unseen.removeAll(seen);
        return unseen;
    }

    private static long start(Map<TopicPartition, Long> starts, TopicPartition partition) {
        return Objects.requireNonNull(starts.get(partition));
    }

    /** A batch that is with the model. */
    private record Running(long end, Future<List<FrameVerdict>> verdicts) {}

    private final class OnePartition {
        private final Consumer<String, byte[]> consumer;
        private final ReplayJournal journal;
        private final ExecutorService workers;
        private final Listener listener;
        private final TopicPartition partition;
        private final ArrayDeque<Running> running = new ArrayDeque<>();
        private List<FrameCheck> batch = new ArrayList<>();
        private long committedNanos = System.nanoTime();
        private long reported;

        OnePartition(
                Consumer<String, byte[]> consumer,
                ReplayJournal journal,
                ExecutorService workers,
                Listener listener,
                TopicPartition partition) {
            this.consumer = consumer;
            this.journal = journal;
            this.workers = workers;
            this.listener = listener;
            this.partition = partition;
        }

        /** Says whether it came to the end, and was not stopped before. */
        boolean run(long from, long to) {
            consumer.assign(Set.of(partition));
            consumer.seek(partition, from);
            reported = from;
            long next = from;
            long heardNanos = System.nanoTime();
            while (next < to && !stopping.get()) {
                long before = next;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < to && !stopping.get()) {
                        gone += record.offset() - next;
                        next = record.offset() + 1;
                        take(record);
                    }
                }
                next = Math.max(next, Math.min(to, consumer.position(partition)));
                long now = System.nanoTime();
                heardNanos = next > before ? now : heardNanos;
                if (now - heardNanos > connection.patience().toNanos()) {
                    throw new TimeoutException("no frame of " + partition + " from offset " + next);
                }
            }
            // Stopped from here on, it is at the end all the same.
            boolean finished = from >= to || !stopping.get();
            if (finished) {
                submit(to);
            }
            while (!running.isEmpty()) {
                finishOldest();
            }
            if (finished) {
                commit(Math.max(from, to));
            }
            journal.flush();
            return finished;
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            String camera = record.key() == null ? "" : record.key();
            if (!request.wants(camera)) {
                return;
            }
            seen.add(camera);
            FrameId id = new FrameId(record.topic(), record.partition(), record.offset());
            batch.add(FrameCheck.of(id, record.key(), record.value(), record.headers()));
            if (batch.size() == request.batch()) {
                submit(record.offset() + 1);
            }
        }

        /** @param end behind the last frame of the batch */
        private void submit(long end) {
            List<FrameCheck> full = batch;
            batch = new ArrayList<>();
            running.add(new Running(end, workers.submit(() -> judge(full))));
            while (running.size() > WORKERS) {
                finishOldest();
            }
        }

        private void finishOldest() {
            Running oldest = running.remove();
            for (FrameVerdict verdict : join(oldest.verdicts())) {
                journal.write(partition.partition(), verdict);
                counts.merge(verdict.type(), 1L, Long::sum);
            }
            if (System.nanoTime() - committedNanos > COMMIT_NANOS) {
                commit(oldest.end());
            } else {
                journal.reached(partition, oldest.end());
            }
        }

        private void commit(long end) {
            journal.reached(partition, end);
            journal.flush();
            committedNanos = System.nanoTime();
            passed += end - reported;
            reported = end;
            listener.passed(passed, total);
        }
    }

    private List<FrameVerdict> judge(List<FrameCheck> batch) {
        List<byte[]> jpegs = new ArrayList<>();
        for (FrameCheck check : batch) {
            jpegs.addAll(check.map(good -> List.of(good.frame().jpeg()), refused -> List.<byte[]>of()));
        }
        Iterator<Judgement> judged = (jpegs.isEmpty() ? List.<Judgement>of() : judge.judge(jpegs)).iterator();
        List<FrameVerdict> verdicts = new ArrayList<>();
        for (FrameCheck check : batch) {
            verdicts.add(check.map(good -> good.verdict(judged.next()), FrameCheck.Refused::verdict));
        }
        return verdicts;
    }

    private <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; " + request.remedy(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch of the replay was not processed", e.getCause());
        }
    }
}
