package io.vidette.topology.detect;

import io.vidette.topology.stream.RecordGate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream thread have as many frames as the model has room for, and all that are skipped without being shown to it,
 * so that {@link DetectProcessor} seldom waits. Each looks for itself: a frame may grow old, or its camera's record change, in
 * between.
 *
 * <p>Threading: one per stream thread, used by that thread alone.
 */
final class FrameGate implements RecordGate {
    private final BatchAssembler assembler;
    private final AdmissionPolicy policy;
    private final OldestFrames oldest;
    private final InstantSource clock;

    private BatchQueue.@Nullable Lane lane;
    private @Nullable Room room;

    FrameGate(BatchAssembler assembler, AdmissionPolicy policy, OldestFrames oldest, InstantSource clock) {
        this.assembler = assembler;
        this.policy = policy;
        this.oldest = oldest;
        this.clock = clock;
    }

    @Override
    public Predicate<ConsumerRecord<byte[], byte[]>> room() {
        BatchQueue.Lane own = assembler.openLane();
        lane = own;
        if (own == null) {
            return record -> true; // the thread has no task that could be busy
        }
        Room now = own.room();
        room = now;
        return record -> {
            oldest.waits(record.partition(), record.offset(), record.timestamp());
            return isSkipped(record, own) || now.take(record.partition());
        };
    }

    private boolean isSkipped(ConsumerRecord<byte[], byte[]> record, BatchQueue.Lane own) {
        if (record.key() == null) {
            return false;
        }
        String camera = new String(record.key(), StandardCharsets.UTF_8);
        Duration age = Skip.age(clock, record.timestamp());
        return Skip.of(policy.of(camera), age, () -> own.isBusy(record.partition()))
                .isPresent();
    }

    @Override
    public void awaitRoom(Duration most) {
        if (lane != null && room != null) {
            lane.awaitMoreThan(room, most);
        }
    }
}
