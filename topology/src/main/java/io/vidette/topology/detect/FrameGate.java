package io.vidette.topology.detect;

import io.vidette.topology.stream.RecordGate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream thread have as many frames as the model has room for, and all frames that are skipped, so that {@link
 * DetectProcessor} rarely waits. Both ask {@link SkipRule}: a frame may become stale, or its camera's settings may
 * change, in between.
 *
 * <p>Threading: one per stream thread, used by that thread alone.
 */
final class FrameGate implements RecordGate {
    private final BatchAssembler assembler;
    private final SkipRule rule;
    private final OldestFrames oldest;

    private BatchQueue.@Nullable Lane lane;
    private @Nullable Room room;

    FrameGate(BatchAssembler assembler, SkipRule rule, OldestFrames oldest) {
        this.assembler = assembler;
        this.rule = rule;
        this.oldest = oldest;
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
        return rule.candidate(camera, record.timestamp())
                .skip(() -> own.isBusy(record.partition()))
                .isPresent();
    }

    @Override
    public void awaitRoom(Duration most) {
        if (lane != null && room != null) {
            lane.awaitMoreThan(room, most);
        }
    }
}
