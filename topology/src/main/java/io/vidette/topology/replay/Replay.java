package io.vidette.topology.replay;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs a model on a range of the frames topic: partition by partition, in full batches, onto a separate topic, with the same
 * ids as the live verdicts. Verdicts and progress are committed together, so an interrupted run continues where it stopped,
 * and no frame is processed twice or left out. The live group is not affected.
 *
 * <p>The same frames are always in the same batches, also after an interruption. So the same weights give the same bytes
 * on the same machine: the verdicts contain no time of the replay.
 *
 * <p>Threading: {@link #run} by one thread, {@link #stop} by any. It owns the threads {@code replay-N} that call the
 * model.
 */
public final class Replay {
    private final KafkaConnection connection;
    private final Topics topics;
    private final ReplayRequest request;
    private final FrameDetector detector;
    private final Runnable topicMaker;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Nothing is read yet.
     *
     * @param detector outlives this and is not closed by it
     * @param topicMaker creates the topic of {@link ReplayRequest#topic} if missing, with as many partitions as the
     *     frames topic. Called before the first write: a replay that finds no frame creates nothing, so its
     *     name can be reused
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
        this.detector = detector;
        this.topicMaker = topicMaker;
    }

    /** Makes {@link #run} return after the batches in the model are processed and committed. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Reads frames, runs the model and writes verdicts until the end of the range, or until {@link #stop}.
     *
     * @throws UserError when Kafka cannot be reached, no frame is in the range or of the cameras, another run of the same name
     *     is active, or an earlier one had other weights, cameras or another start
     */
    public ReplayReport run(ReplayListener listener) {
        try (ReplayBatches batches = new ReplayBatches(detector, request.remedy());
                Consumer<String, byte[]> consumer = ReplayClients.consumer(connection, request.topic(topics));
                ReplayJournal journal = ReplayJournal.open(connection, topics, request, consumer, topicMaker)) {
            Map<TopicPartition, ReplayRange> ranges =
                    ReplayRange.of(consumer, topics.frames(), request.from(), request.to());
            long total = ranges.values().stream().mapToLong(ReplayRange::size).sum();
            if (total == 0) {
                throw new UserError("there is no frame in this range of " + topics.frames()
                        + "; check --from and --to, and what Kafka still keeps");
            }
            Map<TopicPartition, Long> starts = journal.starts(ranges);
            long before = ranges.entrySet().stream()
                    .mapToLong(range -> Math.max(
                            0, start(starts, range.getKey()) - range.getValue().from()))
                    .sum();
            ReplayProgress progress = new ReplayProgress(listener, total, before);
            long began = System.nanoTime();
            boolean finished = true;
            for (Map.Entry<TopicPartition, ReplayRange> range : ranges.entrySet()) {
                finished &= new PartitionReplay(
                                consumer,
                                journal,
                                batches,
                                progress,
                                request,
                                connection.patience(),
                                stopping::get,
                                range.getKey())
                        .run(start(starts, range.getKey()), range.getValue().to());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return report(progress, total, before, finished, seconds);
        } catch (KafkaException e) {
            throw ReplayClients.explain(connection, request, e);
        }
    }

    private ReplayReport report(ReplayProgress progress, long total, long before, boolean finished, double seconds) {
        boolean isWhole = before == 0 && finished;
        if (isWhole && progress.cameras().isEmpty()) {
            throw new UserError("none of the " + total + " frames in this range is of the cameras "
                    + String.join(", ", new TreeSet<>(request.cameras()))
                    + "; 'vidette camera list' shows their names");
        }
        Set<String> unseen = new HashSet<>(isWhole ? request.cameras() : Set.of());
        unseen.removeAll(progress.cameras());
        return new ReplayReport(progress.verdicts(), progress.missing(), seconds, before, unseen, finished);
    }

    private static long start(Map<TopicPartition, Long> starts, TopicPartition partition) {
        return Objects.requireNonNull(starts.get(partition));
    }
}
