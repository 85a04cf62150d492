package io.vidette.topology.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.Passage;
import io.vidette.topology.message.WindowCount;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.Topics;
import io.vidette.topology.tracker.TrackConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A {@link TrackTopology} in a test driver, which can be started anew, and again with what its changelog holds. */
final class TrackRig implements AutoCloseable {
    final MeterRegistry registry = new SimpleMeterRegistry();
    final AtomicInteger objects = new AtomicInteger();

    private final JsonSerde<FrameVerdict> verdicts = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private final JsonSerde<ObjectEvent> events = new JsonSerde<>(ObjectEvent.class, ObjectEvent.SCHEMA);
    private final JsonSerde<WindowCount> counts = new JsonSerde<>(WindowCount.class, WindowCount.SCHEMA);
    private final Path folder;
    private final Function<String, Optional<CameraSpec>> cameras;
    private TrackConfig config;
    private TopologyTestDriver driver;
    private int lives;

    /**
     * Runs at once.
     *
     * @param folder for what its lives keep on disk
     * @param cameras asked anew for each frame
     */
    TrackRig(Path folder, TrackConfig config, Function<String, Optional<CameraSpec>> cameras) {
        this.folder = folder;
        this.cameras = cameras;
        this.config = config;
        this.driver = start();
    }

    /** Begins anew, with nothing of what was. */
    void again() {
        driver.close();
        driver = start();
    }

    /** Begins anew with another configuration. */
    void again(TrackConfig other) {
        config = other;
        again();
    }

    /** On another node: all that is left is the changelog, as bytes. */
    void restart() {
        List<TestRecord<String, byte[]>> log = driver.createOutputTopic(
                        "test-objects-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        again();
        KeyValueStore<String, CameraTracks> store = store(TrackProcessor.STORE);
        CameraTracksSerde serde = new CameraTracksSerde();
        for (TestRecord<String, byte[]> record : log) {
            store.put(record.key(), Objects.requireNonNull(serde.deserialize("log", record.value())));
        }
    }

    void pipe(FrameVerdict verdict) {
        input().pipeInput(verdict.camera(), Objects.requireNonNull(verdicts.serialize("detections", verdict)));
    }

    /** The verdicts' topic, for what is none. */
    TestInputTopic<String, byte[]> input() {
        return driver.createInputTopic(Topics.DEFAULT.detections(), new StringSerializer(), new ByteArraySerializer());
    }

    void advanceWallClock(Duration time) {
        driver.advanceWallClockTime(time);
    }

    <V> KeyValueStore<String, V> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** What an event says of a zone or a line, if it does. */
    static Optional<Passage> passage(ObjectEvent event) {
        return event instanceof ObjectEvent.InPlace inPlace ? Optional.of(inPlace.passage()) : Optional.empty();
    }

    /** Why the object ended, if it did. */
    static Optional<ObjectEvent.EndReason> reason(ObjectEvent event) {
        return event instanceof ObjectEvent.Ended ended ? Optional.of(ended.reason()) : Optional.empty();
    }

    /** Those that were told since they were asked for last. */
    List<ObjectEvent> events() {
        return records().stream().map(TestRecord::value).toList();
    }

    /** Those events, with their keys. */
    List<TestRecord<String, ObjectEvent>> records() {
        return driver.createOutputTopic(Topics.DEFAULT.events(), new StringDeserializer(), events)
                .readRecordsToList();
    }

    /** Those that were told since they were asked for last. */
    List<WindowCount> counts() {
        return driver.createOutputTopic(Topics.DEFAULT.counts(), new StringDeserializer(), counts)
                .readValuesToList();
    }

    /** Those that were written since they were asked for last. */
    List<byte[]> deadLetters() {
        return driver.createOutputTopic(
                        Topics.DEFAULT.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    private TopologyTestDriver start() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve("life-" + lives++).toString());
        return new TopologyTestDriver(
                TrackTopology.of(Topics.DEFAULT, config, cameras, registry, objects), properties, Sightings.BEGIN);
    }

    @Override
    public void close() {
        driver.close();
    }
}
