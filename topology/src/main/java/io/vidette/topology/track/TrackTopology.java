package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import io.vidette.topology.tracker.TrackConfig;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The way from detections to events and counts. */
public final class TrackTopology {
    private static final String TRACK = "track";

    private TrackTopology() {}

    /**
     * Draws the topology.
     *
     * @param cameras settings of a camera; asked for every frame, so it must answer from memory
     * @param objects counts the open objects
     */
    static Topology of(
            Topics topics,
            TrackConfig config,
            Function<String, Optional<CameraSpec>> cameras,
            MeterRegistry registry,
            AtomicInteger objects) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                TrackProcessor.DETECTIONS,
                (record, partitionTime) -> Math.max(0, record.timestamp()),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.detections());
        topology.addProcessor(TRACK, new Supplier(config, cameras, registry, objects), TrackProcessor.DETECTIONS);
        topology.addSink(
                TrackProcessor.EVENTS,
                topics.events(),
                new StringSerializer(),
                new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA),
                TRACK);
        topology.addSink(
                TrackProcessor.COUNTS,
                topics.counts(),
                new StringSerializer(),
                new JsonSerde<>(WindowCount.class, WindowCount.SCHEMA),
                TRACK);
        topology.addSink(
                TrackProcessor.DEAD_LETTERS,
                topics.deadLetters(),
                new StringSerializer(),
                new ByteArraySerializer(),
                TRACK);
        return topology;
    }

    private record Supplier(
            TrackConfig config,
            Function<String, Optional<CameraSpec>> cameras,
            MeterRegistry registry,
            AtomicInteger objects)
            implements ProcessorSupplier<String, byte @Nullable [], String, Object> {
        @Override
        public Processor<String, byte @Nullable [], String, Object> get() {
            return new TrackProcessor(config, cameras, registry, objects);
        }

        /** Cached, so that only the last state of a camera before a commit is written to the changelog. */
        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(TrackProcessor.STORE),
                                    Serdes.String(),
                                    new CameraTracksSerde())
                            .withCachingEnabled(),
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(TrackProcessor.RECENT_COUNTS),
                            Serdes.String(),
                            new JsonSerde<>(WindowCount.class, WindowCount.SCHEMA)));
        }
    }
}
