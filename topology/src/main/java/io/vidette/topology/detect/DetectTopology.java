package io.vidette.topology.detect;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** The way from frames to detections and dead letters. */
final class DetectTopology {
    private static final String FRAMES = "frames";
    private static final String DETECT = "detect";
    private static final String DETECTIONS = "detections";
    private static final String DEAD_LETTERS = "dead-letters";

    private DetectTopology() {}

    /** Draws the topology; every task of it shares the assembler. */
    static Topology of(
            Topics topics, BatchAssembler assembler, SkipRule rule, OldestFrames oldest, MeterRegistry registry) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                FRAMES,
                (record, partitionTime) -> Math.max(0, record.timestamp()),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.frames());
        topology.addProcessor(DETECT, new Supplier(assembler, rule, oldest, registry), FRAMES);
        // A verdict goes to the partition of its frame, whichever way the frame's producer chose it.
        topology.addSink(
                DETECTIONS,
                topics.detections(),
                new StringSerializer(),
                new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA),
                (topic, camera, verdict, partitions) ->
                        Optional.of(Set.of(verdict.id().partition() % partitions)),
                DETECT);
        topology.addSink(DEAD_LETTERS, topics.deadLetters(), new StringSerializer(), new ByteArraySerializer(), DETECT);
        return topology;
    }

    private record Supplier(BatchAssembler assembler, SkipRule rule, OldestFrames oldest, MeterRegistry registry)
            implements ProcessorSupplier<String, byte @Nullable [], String, Object> {
        @Override
        public Processor<String, byte @Nullable [], String, Object> get() {
            return new DetectProcessor(assembler, rule, oldest, registry, DETECTIONS, DEAD_LETTERS);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(new CommitHook.Builder());
        }
    }
}
