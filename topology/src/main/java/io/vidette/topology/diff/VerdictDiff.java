package io.vidette.topology.diff;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the verdicts of two topics frame by frame. Reads both once, in the order of the frames, and
 * keeps only counts and the most different frames.
 *
 * <p>Threading: for one thread.
 */
public final class VerdictDiff {
    private static final int SHORT_HASH = 8;
    private static final int MOST_MODELS = 5;
    private static final int MOST_OTHERS = 20;
    private static final int REPORT_EVERY = 500;

    private final KafkaConnection connection;
    private final DiffRequest request;
    private final ClassTally tally = new ClassTally();
    private final MostDifferent most;
    private final Set<String> modelsA = new TreeSet<>();
    private final Set<String> modelsB = new TreeSet<>();
    private final TreeSet<String> missing;
    private final TreeSet<String> others = new TreeSet<>();
    private long both;
    private long onlyA;
    private long onlyB;
    private long outside;

    /** Receives the progress. */
    @FunctionalInterface
    public interface Listener {
        /** Some more verdicts of {@code total} were read. */
        void passed(long done, long total);
    }

    /** Nothing is read yet. Both topics must exist. */
    public VerdictDiff(KafkaConnection connection, DiffRequest request) {
        this.connection = connection;
        this.request = request;
        this.most = new MostDifferent(request.frames(), request.apart());
        this.missing = new TreeSet<>(request.cameras());
    }

    /**
     * Reads both topics once.
     *
     * @throws UserError when Kafka cannot be reached, or the topics cannot be compared
     */
    public DiffReport run(Listener listener) {
        List<VerdictStream> open = new ArrayList<>();
        try {
            int partitions = partitions();
            for (int i = 0; i < partitions; i++) {
                open.add(VerdictStream.open(connection, new TopicPartition(request.topicA(), i)));
                open.add(VerdictStream.open(connection, new TopicPartition(request.topicB(), i)));
            }
            long total = open.stream().mapToLong(VerdictStream::size).sum();
            Listener summing = (done, unused) -> listener.passed(
                    open.stream().mapToLong(VerdictStream::passed).sum(), total);
            for (int i = 0; i < partitions; i++) {
                new OnePartition(open.get(2 * i), open.get(2 * i + 1), summing).run();
            }
        } catch (KafkaException e) {
            throw connection.explain("read " + request.topicA() + " and " + request.topicB(), e);
        } finally {
            open.forEach(VerdictStream::close);
        }
        return new DiffReport(
                modelsA,
                modelsB,
                both,
                onlyA,
                onlyB,
                outside,
                tally.byClass(),
                tally.all(),
                most.frames(),
                List.copyOf(missing),
                List.copyOf(others));
    }

    private int partitions() {
        try (Consumer<?, ?> consumer = VerdictStream.consumer(connection)) {
            int a = consumer.partitionsFor(request.topicA()).size();
            int b = consumer.partitionsFor(request.topicB()).size();
            if (a != b) {
                throw new UserError("'" + request.topicA() + "' has " + a + " partitions and '" + request.topicB()
                        + "' has " + b + "; only verdicts on the same frames topic can be compared");
            }
            return a;
        }
    }

    private final class OnePartition {
        private final VerdictStream streamA;
        private final VerdictStream streamB;
        private final Listener listener;
        private long heard;

        OnePartition(VerdictStream streamA, VerdictStream streamB, Listener listener) {
            this.streamA = streamA;
            this.streamB = streamB;
            this.listener = listener;
        }

        void run() {
            FrameVerdict a = next(streamA);
            FrameVerdict b = next(streamB);
            // Verdicts before both streams have started, or after one has ended, are not differences.
            while (a != null && b != null && before(a, b)) {
                outside++;
                a = next(streamA);
            }
            while (a != null && b != null && before(b, a)) {
                outside++;
                b = next(streamB);
            }
            while (a != null && b != null) {
                if (before(a, b)) {
                    take(a, null);
                    a = next(streamA);
                } else if (before(b, a)) {
                    take(null, b);
                    b = next(streamB);
                } else {
                    take(a, b);
                    a = next(streamA);
                    b = next(streamB);
                }
            }
            for (; a != null; a = next(streamA)) {
                outside++;
            }
            for (; b != null; b = next(streamB)) {
                outside++;
            }
            listener.passed(0, 0);
        }

        private @Nullable FrameVerdict next(VerdictStream stream) {
            if (heard++ % REPORT_EVERY == 0) {
                listener.passed(0, 0);
            }
            FrameVerdict verdict = stream.next();
            while (verdict != null && !request.wants(verdict.camera())) {
                others.add(verdict.camera());
                if (others.size() > MOST_OTHERS) {
                    others.pollLast();
                }
                verdict = stream.next();
            }
            if (verdict != null && !missing.isEmpty()) {
                missing.remove(verdict.camera());
            }
            return verdict;
        }
    }

    private static boolean before(FrameVerdict a, FrameVerdict b) {
        return a.id().offset() < b.id().offset();
    }

    private void take(@Nullable FrameVerdict a, @Nullable FrameVerdict b) {
        FrameVerdict.Detected seenA = a instanceof FrameVerdict.Detected detected ? detected : null;
        FrameVerdict.Detected seenB = b instanceof FrameVerdict.Detected detected ? detected : null;
        if (seenA != null) {
            name(modelsA, seenA.model());
        }
        if (seenB != null) {
            name(modelsB, seenB.model());
        }
        if (seenA != null && seenB != null) {
            both++;
            FrameDifference frame = FrameDifference.of(seenA, seenB, request.iou());
            tally.add(frame.matching());
            most.offer(frame);
        } else if (seenA != null) {
            onlyA++;
        } else if (seenB != null) {
            onlyB++;
        }
    }

    private static void name(Set<String> models, ModelId model) {
        if (models.size() < MOST_MODELS) {
            String hash = model.sha256();
            models.add(model.name() + " " + hash.substring(0, Math.min(hash.length(), SHORT_HASH)));
        }
    }
}
