package io.vidette.topology.detect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Gives each frame of its partition one verdict, in order. The model is asked asynchronously; before each commit
 * everything in flight is completed and forwarded, so that no committed offset lacks its verdict.
 *
 * <p>Threading: one per task, used by the task's stream thread alone; only {@link BatchAssembler} crosses threads.
 */
final class DetectProcessor implements Processor<String, byte @Nullable [], String, Object> {
    /** How often finished frames are forwarded while no record arrives. */
    private static final Duration LOOK = Duration.ofMillis(5);

    /**
     * Maximum number of cameras of a partition with a metric of their own. A producer may choose any key, and each time
     * series costs memory.
     */
    private static final int MAX_AGES = 256;

    /** Maximum number of frames that wait to be forwarded: those that need no model wait in memory behind one that does. */
    private static final int MOST_PENDING = 1024;

    private final BatchAssembler assembler;
    private final SkipRule rule;
    private final OldestFrames oldest;
    private final MeterRegistry registry;
    private final String detections;
    private final String deadLetters;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final Map<String, Timer> ages = new HashMap<>();
    private @Nullable ProcessorContext<String, Object> context;
    private BatchQueue.@Nullable Lane lane;
    private @Nullable Gauge waiting;
    private int partition;

    /**
     * For one task.
     *
     * @param detections name of the sink for verdicts
     * @param deadLetters name of the sink for refused frames
     */
    DetectProcessor(
            BatchAssembler assembler,
            SkipRule rule,
            OldestFrames oldest,
            MeterRegistry registry,
            String detections,
            String deadLetters) {
        this.assembler = assembler;
        this.rule = rule;
        this.oldest = oldest;
        this.registry = registry;
        this.detections = detections;
        this.deadLetters = deadLetters;
    }

    @Override
    public void init(ProcessorContext<String, Object> taskContext) {
        context = taskContext;
        lane = assembler.lane();
        CommitHook hook = taskContext.getStateStore(CommitHook.NAME);
        hook.beforeCommit(this::forwardAll);
        partition = taskContext.taskId().partition();
        waiting = oldest.show(partition);
        taskContext.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> forwardFinished());
    }

    @Override
    public void process(Record<String, byte @Nullable []> record) {
        while (pending.size() >= MOST_PENDING) {
            forwardOldest();
        }
        Pending frame = accept(record);
        pending.add(frame);
        showWaiting(frame);
        forwardFinished();
    }

    @Override
    public void close() {
        // A task that is closed without a commit restarts at its committed offset, so these frames are read again.
        pending.forEach(Pending::cancel);
        pending.clear();
        ages.values().forEach(registry::remove);
        ages.clear();
        if (waiting != null) {
            registry.remove(waiting);
        }
        oldest.drop(partition);
        if (lane != null) {
            lane.close();
            lane = null;
        }
    }

    private Pending accept(Record<String, byte @Nullable []> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        FrameId id = new FrameId(at.topic(), at.partition(), at.offset());
        CommitHook.Origin origin = CommitHook.Origin.of(context());
        FrameCheck check = FrameCheck.of(id, record.key(), record.value(), record.headers());
        return check.map(
                good -> admit(good, record, origin), refused -> new Pending.Decided(refused.verdict(), record, origin));
    }

    private Pending admit(FrameCheck.Good good, Record<String, byte @Nullable []> record, CommitHook.Origin origin) {
        Frame frame = good.frame();
        SkipRule.Candidate candidate = rule.candidate(frame.camera(), record.timestamp());
        Optional<Skip> skip = candidate.skip(() -> lane().isBusy(partition));
        if (skip.isPresent()) {
            return new Pending.Decided(good.skipped(skip.get()), record, origin);
        }
        // Rare: FrameGate lets the thread have only as many frames as there is room for.
        while (!pending.isEmpty() && lane().isFull(partition)) {
            forwardOldest();
        }
        return new Pending.WithModel(
                good, record, origin, lane().submit(frame, candidate.turns(), candidate.timeLeft()));
    }

    private void forwardFinished() {
        while (!pending.isEmpty() && pending.element().isDone()) {
            forwardOldest();
        }
    }

    private void forwardAll() {
        if (pending.isEmpty()) {
            return;
        }
        lane().drain();
        while (!pending.isEmpty()) {
            forwardOldest();
        }
    }

    private void forwardOldest() {
        Pending frame = pending.element();
        FrameVerdict verdict = frame.verdict(); // waits for the model
        pending.remove();
        frame.origin().restoreWhile(() -> forward(frame, verdict));
        oldest.isDone(partition, frame.id().offset());
        if (!pending.isEmpty()) {
            showWaiting(pending.element());
        }
        count(verdict);
    }

    private void showWaiting(Pending frame) {
        oldest.waits(partition, frame.id().offset(), frame.record().timestamp());
    }

    private void forward(Pending frame, FrameVerdict verdict) {
        long arrived = Math.max(0, frame.record().timestamp());
        context().forward(new Record<>(verdict.camera(), verdict, arrived), detections);
        verdict.handle(
                detected -> {},
                skipped -> {},
                rejected ->
                        context().forward(DeadLetter.of(frame.record(), frame.id(), rejected.reason()), deadLetters));
    }

    private void count(FrameVerdict verdict) {
        registry.counter(Metrics.DETECT_VERDICTS, "type", verdict.type()).increment();
        verdict.handle(
                detected -> detected.capturedAt().ifPresent(at -> recordAge(detected.camera(), at)),
                skipped -> registry.counter(Metrics.DETECT_SKIPPED, "reason", skipped.reason())
                        .increment(),
                rejected -> {});
    }

    private void recordAge(String camera, Instant capturedAt) {
        Duration age = Duration.between(capturedAt, Instant.now());
        Timer timer = ages.get(camera);
        if (timer == null && ages.size() < MAX_AGES) {
            timer = registry.timer(Metrics.FRAME_AGE, "camera", camera);
            ages.put(camera, timer);
        }
        if (timer != null) {
            timer.record(age.isNegative() ? Duration.ZERO : age);
        }
    }

    private ProcessorContext<String, Object> context() {
        return Objects.requireNonNull(context, "init was not called");
    }

    private BatchQueue.Lane lane() {
        return Objects.requireNonNull(lane, "init was not called");
    }
}
