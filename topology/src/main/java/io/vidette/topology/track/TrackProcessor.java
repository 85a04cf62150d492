package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.tracker.Track;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.topology.zone.Areas;
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
import java.util.function.Function;
import java.util.stream.Stream;
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
 * Follows the objects of the cameras of its partition. All its state is in its store, which Kafka replicates: after a
 * restart or on another node, objects keep their ids.
 *
 * <p>Threading: one per task, used by the task's stream thread alone.
 */
final class TrackProcessor implements Processor<String, byte @Nullable [], String, Object> {
    static final String DETECTIONS = "detections";
    static final String EVENTS = "events";
    static final String COUNTS = "counts";
    static final String DEAD_LETTERS = "dead-letters";
    static final String STORE = "objects";
    static final String RECENT_COUNTS = "recent-counts";

    /** How often silent cameras are searched for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The range of the microseconds in a frame's header; times beyond it overflow. */
    private static final long FURTHEST_SECONDS = Long.MAX_VALUE / 1_000_000;

    /**
     * Maximum length of the name of a camera, model or class, in UTF-16 units. The names are part of all state and
     * events of an object, and a record that is too large for Kafka would stop its writer, again after each restart.
     */
    private static final int MAX_NAME = 1_000;

    private final CameraFollower follower;
    private final Function<String, Optional<CameraSpec>> cameras;
    private final Duration silence;
    private final Duration patience;
    private final MeterRegistry registry;
    private final AtomicInteger objects;
    private final JsonSerde<FrameVerdict> verdicts = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private final Map<String, Long> heard = new HashMap<>();
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, CameraTracks> store;
    private @Nullable RecentCounts recent;
    private long began;
    private int shown;

    /**
     * For one task.
     *
     * @param cameras settings of a camera
     * @param objects counts the open objects of all tasks
     */
    TrackProcessor(
            TrackConfig config,
            Function<String, Optional<CameraSpec>> cameras,
            MeterRegistry registry,
            AtomicInteger objects) {
        this.follower = new CameraFollower(config);
        this.cameras = cameras;
        this.silence = config.silence();
        // Any sooner the camera may still have frames of the window on their way.
        this.patience = silence.compareTo(config.countWindow()) > 0 ? silence : config.countWindow();
        this.registry = registry;
        this.objects = objects;
    }

    @Override
    public void init(ProcessorContext<String, Object> taskContext) {
        context = taskContext;
        store = taskContext.getStateStore(STORE);
        recent = new RecentCounts(taskContext.getStateStore(RECENT_COUNTS));
        began = taskContext.currentSystemTimeMs();
        heard.clear();
        taskContext.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::endTheSilent);
    }

    @Override
    public void process(Record<String, byte @Nullable []> record) {
        FrameVerdict verdict;
        try {
            verdict = verdicts.deserialize(DETECTIONS, record.value());
            if (verdict == null) {
                throw new SerializationException("verdict without a value");
            }
        } catch (SerializationException e) {
            refuse(record, String.valueOf(e.getMessage()));
            return;
        }
        verdict.handle(
                detected -> follow(detected, record),
                skipped -> count(Followed.Result.WITHOUT_OBJECTS),
                rejected -> count(Followed.Result.WITHOUT_OBJECTS));
    }

    private void follow(FrameVerdict.Detected detected, Record<String, byte @Nullable []> record) {
        Instant at = detected.capturedAt().orElse(Instant.ofEpochMilli(record.timestamp()));
        Optional<String> absurd = absurdity(detected, at);
        if (absurd.isPresent()) {
            refuse(record, absurd.get());
        } else {
            follow(detected, at);
        }
    }

    /** Why a verdict that can be read cannot be followed. */
    private static Optional<String> absurdity(FrameVerdict.Detected verdict, Instant at) {
        if (Math.abs(at.getEpochSecond()) > FURTHEST_SECONDS) {
            return Optional.of("capture time " + at + " is out of all bounds");
        }
        return Stream.concat(
                        Stream.of(
                                verdict.camera(),
                                verdict.id().topic(),
                                verdict.model().name(),
                                verdict.model().sha256()),
                        verdict.detections().stream().map(Detection::label))
                .filter(name -> name.length() > MAX_NAME)
                .findFirst()
                .map(name -> "a name has " + name.length() + " characters, more than " + MAX_NAME + ": "
                        + name.substring(0, 40) + "...");
    }

    @Override
    public void close() {
        objects.addAndGet(-shown);
        shown = 0;
    }

    private void follow(FrameVerdict.Detected verdict, Instant at) {
        CameraTracks before = store().get(verdict.camera());
        Optional<Areas> areas =
                cameras.apply(verdict.camera()).map(spec -> spec.areas().orElse(Areas.NONE));
        Followed followed = follower.follow(Optional.ofNullable(before), verdict, at, areas);
        heard.put(verdict.camera(), context().currentSystemTimeMs());
        count(followed.result());
        if (followed.frame().isPresent()) {
            store().put(verdict.camera(), followed.state());
        }
        tell(followed);
    }

    private void endTheSilent(long now) {
        List<KeyValue<String, CameraTracks>> silent = new ArrayList<>();
        int open = 0;
        try (KeyValueIterator<String, CameraTracks> cameras = store().all()) {
            while (cameras.hasNext()) {
                KeyValue<String, CameraTracks> camera = cameras.next();
                if (camera.value == null || camera.value.isIdle()) {
                    continue;
                }
                if (silentFor(camera.key, now) >= silence.toMillis()) {
                    silent.add(camera);
                } else {
                    open += (int) camera.value.tracks().stream()
                            .filter(Track::confirmed)
                            .count();
                }
            }
        }
        for (KeyValue<String, CameraTracks> camera : silent) {
            CameraTracks state = camera.value;
            if (!state.tracks().isEmpty()) {
                Followed followed = follower.silence(camera.key, state);
                state = followed.state();
                store().put(camera.key, state);
                tell(followed);
            }
            if (state.occupancy().isCounting() && silentFor(camera.key, now) >= patience.toMillis()) {
                Followed followed = follower.close(camera.key, state);
                store().put(camera.key, followed.state());
                tell(followed);
                heard.remove(camera.key);
            }
        }
        objects.addAndGet(open - shown);
        shown = open;
    }

    private long silentFor(String camera, long now) {
        return now - heard.getOrDefault(camera, began);
    }

    private void tell(Followed followed) {
        for (ObjectEvent event : followed.events()) {
            long now = context().currentSystemTimeMs();
            context().forward(new Record<>(event.object().camera(), event, now), EVENTS);
            registry.counter(Metrics.TRACK_EVENTS, "type", event.type().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
        for (WindowCount count : followed.counts()) {
            long now = context().currentSystemTimeMs();
            context().forward(new Record<>(count.camera(), count, now), COUNTS);
        }
        Objects.requireNonNull(recent, "init was not called").add(followed.counts());
    }

    private void refuse(Record<String, byte @Nullable []> record, String cause) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        FrameId where = new FrameId(at.topic(), at.partition(), at.offset());
        context().forward(DeadLetter.of(record, where, cause), DEAD_LETTERS);
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
