package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.stream.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Follows the objects of the cameras of its partition. All that it knows of them is in its store, which Kafka keeps: after
 * a restart or on another node the objects go on under their ids.
 *
 * <p>Threading: one per task, used by the task's stream thread alone.
 */
final class TrackProcessor implements Processor<String, byte @Nullable [], String, Object> {
    /** How often silent cameras are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CameraFollower follower;
    private final Duration silence;
    private final MeterRegistry registry;
    private final AtomicInteger objects;
    private final JsonSerde<FrameVerdict> verdicts = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private final Map<String, Long> heard = new HashMap<>();
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, CameraTracks> store;
    private long began;
    private int shown;

    /**
     * For one task.
     *
     * @param objects counts the open objects of all tasks
     */
    TrackProcessor(TrackConfig config, MeterRegistry registry, AtomicInteger objects) {
        this.follower = new CameraFollower(config);
        this.silence = config.silence();
        this.registry = registry;
        this.objects = objects;
    }

    @Override
    public void init(ProcessorContext<String, Object> taskContext) {
        context = taskContext;
        store = taskContext.getStateStore(TrackTopology.STORE);
        began = taskContext.currentSystemTimeMs();
        heard.clear();
        taskContext.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::endTheSilent);
    }

    @Override
    public void process(Record<String, byte @Nullable []> record) {
        FrameVerdict verdict;
        try {
            verdict = verdicts.deserialize(TrackTopology.DETECTIONS, record.value());
            if (verdict == null) {
                throw new SerializationException("verdict without a value");
            }
        } catch (SerializationException e) {
            refuse(record, String.valueOf(e.getMessage()));
            return;
        }
        if (verdict instanceof FrameVerdict.Detected detected) {
            follow(detected, record);
        } else {
            count(Followed.Result.WITHOUT_OBJECTS);
        }
    }

    @Override
    public void close() {
        objects.addAndGet(-shown);
        shown = 0;
    }

    private void follow(FrameVerdict.Detected verdict, Record<String, byte @Nullable []> record) {
        Instant at = verdict.capturedAt().orElse(Instant.ofEpochMilli(record.timestamp()));
        CameraTracks before = store().get(verdict.camera());
        Followed followed = follower.follow(Optional.ofNullable(before), verdict, at);
        heard.put(verdict.camera(), context().currentSystemTimeMs());
        count(followed.result());
        if (followed.frame().isPresent()) {
            store().put(verdict.camera(), followed.state());
        }
        tell(followed.events());
    }

    private void endTheSilent(long now) {
        List<KeyValue<String, CameraTracks>> silent = new ArrayList<>();
        int open = 0;
        try (KeyValueIterator<String, CameraTracks> cameras = store().all()) {
            while (cameras.hasNext()) {
                KeyValue<String, CameraTracks> camera = cameras.next();
                if (camera.value == null || camera.value.tracks().isEmpty()) {
                    continue;
                }
                if (now - heard.getOrDefault(camera.key, began) >= silence.toMillis()) {
                    silent.add(camera);
                } else {
                    open += (int) camera.value.tracks().stream()
                            .filter(Track::confirmed)
                            .count();
                }
            }
        }
        for (KeyValue<String, CameraTracks> camera : silent) {
            Followed followed = follower.silence(camera.value);
            store().put(camera.key, followed.state());
            heard.remove(camera.key);
            tell(followed.events());
        }
        objects.addAndGet(open - shown);
        shown = open;
    }

    private void tell(List<ObjectEvent> events) {
        for (ObjectEvent event : events) {
            long now = context().currentSystemTimeMs();
            context().forward(new Record<>(event.camera(), event, now), TrackTopology.EVENTS);
            registry.counter(Metrics.TRACK_EVENTS, "type", event.type().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    private void refuse(Record<String, byte @Nullable []> record, String cause) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        FrameId where = new FrameId(at.topic(), at.partition(), at.offset());
        context().forward(DeadLetter.of(record, where, cause), TrackTopology.DEAD_LETTERS);
        count(Followed.Result.UNREADABLE);
    }

    private void count(Followed.Result result) {
        registry.counter(Metrics.TRACK_FRAMES, "result", result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private ProcessorContext<String, Object> context() {
        return Objects.requireNonNull(context, "init was not called");
    }

    private KeyValueStore<String, CameraTracks> store() {
        return Objects.requireNonNull(store, "init was not called");
    }
}
