package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.sink.JsonLinesFile;
import io.vidette.topology.sink.JsonLinesSink;
import io.vidette.topology.sink.LineSource;
import io.vidette.topology.sink.LineTarget;
import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.SinkCounts;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.sink.SinkStart;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records as JSON lines. */
@ExtendWith(KafkaUnderTest.class)
final class JsonLinesSinkTest {
    private static final String CLUSTER = "here";
    private static final String TOPIC_ID = "id";

    private final KafkaConnection kafka;
    private final Topics topics;
    private final TestEvents events;

    @TempDir
    private Path folder;

    JsonLinesSinkTest(KafkaConnection kafka) {
        this.kafka = kafka;
        topics = TestTopics.create(kafka, "jsonl");
        events = new TestEvents(kafka, topics);
    }

    @Test
    void writesFilteredRecordsInOrderFromTheRequestedStart() throws IOException {
        events.send("gate", 0, 5);
        Path file = folder.resolve("events.jsonl");
        SinkRequest latest = request(new RecordFilter(Set.of("gate"), Set.of("car"), Set.of()), true);
        sink(latest, file);
        assertThat(file).isEmptyFile();

        events.send("gate", 5, 10);
        events.send("yard", 0, 10);
        events.sendRaw("gate", "{\"camera\":\"gate\",\n\"label\":\"car\",\"n\":99}");
        events.sendRaw("gate", "{\"camera\":\"gate\"}");
        sink(latest, file);

        assertThat(file)
                .content()
                .isEqualTo(String.join(
                                "\n",
                                List.of(
                                        TestEvents.json("gate", 6),
                                        TestEvents.json("gate", 8),
                                        "{\"camera\":\"gate\",\"label\":\"car\",\"n\":99}"))
                        + "\n");
    }

    @Test
    void sendsInvalidJsonToTheDeadLetters() {
        events.sendRaw("gate", "no json");
        events.send("gate", 0, 2);
        Path file = folder.resolve("events.jsonl");

        assertThat(sink(request(all(), false), file).counts().deadLettered()).isEqualTo(1);

        assertThat(file).content().hasLineCount(2);
        assertThat(CommittedRecords.headers(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.CAUSE))
                .singleElement()
                .asString()
                .contains("not valid JSON");
    }

    /** A crash after the lines were written, and before their position was: the torn rest is cut off, and comes again. */
    @Test
    void writesEachRecordOnceThroughCrashesAtAnyPoint() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Random random = new Random(7);
        for (int round = 0; round < 5; round++) {
            int from = round * 20;
            for (String camera : List.of("gate", "yard", "door")) {
                events.send(camera, from, from + 20);
            }
            String torn = "{\"camera\":\"gate\",\"n\":" + random.nextInt(1000) + "}\n";
            try (JsonLinesFile lines = JsonLinesFile.open(file, source())) {
                LineTarget crashing = new LineTarget() {
                    @Override
                    public Map<Integer, Long> positions() {
                        return lines.positions();
                    }

                    @Override
                    public void keep(byte[] more, Map<Integer, Long> positions) {
                        if (random.nextBoolean()) {
                            lines.keep(more, positions);
                        }
                        throw new UserError("crash");
                    }

                    @Override
                    public void close() {}
                };
                assertThatThrownBy(() -> new JsonLinesSink(kafka, topics, request(all(), false), crashing).run())
                        .hasMessage("crash");
            }
            Files.writeString(file, torn.substring(0, 1 + random.nextInt(torn.length())), StandardOpenOption.APPEND);
            if (random.nextBoolean()) {
                sink(request(all(), false), file);
            }
        }
        sink(request(all(), false), file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).doesNotHaveDuplicates().hasSize(300);
        for (String camera : List.of("gate", "yard", "door")) {
            assertThat(lines.stream().filter(line -> line.contains(camera)))
                    .containsExactlyElementsOf(IntStream.range(0, 100)
                            .mapToObj(n -> TestEvents.json(camera, n))
                            .toList());
        }
    }

    @Test
    void continuesAfterKillNine() throws Exception {
        Path file = folder.resolve("events.jsonl");
        int sent = 0;
        for (int round = 0; round < 3; round++) {
            List<String> arguments = new ArrayList<>(List.of("sink", "jsonl", "--out", file.toString()));
            arguments.addAll(List.of("--from", "earliest", "--topic-prefix", topics.prefix()));
            arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
            try (JavaProcess process = JavaProcess.start(
                    folder.resolve("log" + round), io.vidette.deploy.cli.Vidette.class, List.of(), arguments)) {
                int before = sent;
                while (Files.notExists(file) || Files.readAllLines(file).size() < before + 5) {
                    assertThat(process.isAlive()).as(process.logTail()).isTrue();
                    events.send("gate", sent, sent + 1);
                    sent++;
                }
                process.kill();
            }
        }
        events.send("gate", sent, sent + 1);
        sent++;
        LineSource source = realSource();
        try (JsonLinesFile lines = JsonLinesFile.open(file, source)) {
            new JsonLinesSink(kafka, topics, request(all(), false), lines).run();
        }

        assertThat(Files.readAllLines(file))
                .containsExactlyElementsOf(IntStream.range(0, sent)
                        .mapToObj(n -> TestEvents.json("gate", n))
                        .toList());
    }

    @Test
    void refusesAFileOfAnotherTopicOrCluster() throws IOException {
        Path file = folder.resolve("events.jsonl");
        JsonLinesFile.open(file, source()).close();

        assertThatThrownBy(() -> JsonLinesFile.open(file, new LineSource("elsewhere", topics.events(), TOPIC_ID)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another Kafka cluster");
        assertThatThrownBy(() -> JsonLinesFile.open(file, new LineSource(CLUSTER, topics.detections(), TOPIC_ID)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds records of the topic '" + topics.events());

        Path foreign = Files.writeString(folder.resolve("picture"), "no line");
        assertThatThrownBy(() -> JsonLinesFile.open(foreign, source()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds something already");
        assertThat(foreign).content().isEqualTo("no line");

        try (JsonLinesFile first = JsonLinesFile.open(file, source())) {
            assertThatThrownBy(() -> JsonLinesFile.open(file, source()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("another process");
            assertThat(first.positions()).isEmpty();
        }
    }

    private static RecordFilter all() {
        return new RecordFilter(Set.of(), Set.of(), Set.of());
    }

    private SinkRequest request(RecordFilter filter, boolean fromEnd) {
        return new SinkRequest(topics.events(), topics.prefix() + "sink", fromEnd, filter, true);
    }

    /** Kafka deletes a topic's committed offsets with it, so what is made anew has nothing to go on from but a file. */
    @Test
    void refusesARecreatedTopic() {
        events.send("gate", 0, 10);
        Path file = folder.resolve("events.jsonl");
        run(true, false, file);
        LineSource before = realSource();
        recreate();
        events.send("gate", 10, 40);

        assertThat(realSource()).isNotEqualTo(before);
        assertThatThrownBy(() -> run(true, false, file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("deleted and recreated");
        Path other = folder.resolve("other.jsonl");
        // Not the group's offsets of before, though it is the same group.
        run(false, false, other);
        assertThat(other).content().hasLineCount(30).doesNotContain("\"n\":9}");
    }

    /** The group has read all of it, and would go on behind. */
    @Test
    void restartsWhenFileAndPositionAreMissing() throws IOException {
        events.send("gate", 0, 10);
        Path file = folder.resolve("events.jsonl");
        run(true, false, file);
        Files.delete(file);
        Files.delete(Path.of(file + ".position"));
        events.send("gate", 10, 12);

        run(true, false, file);
        assertThat(file).content().hasLineCount(12);

        // A group that others may share remembers; so does one that is not told to begin at the beginning.
        for (boolean own : List.of(true, false)) {
            Files.delete(file);
            Files.delete(Path.of(file + ".position"));
            events.send("gate", own ? 12 : 13, own ? 13 : 14);
            run(own, own, file);
            assertThat(file).content().hasLineCount(1);
        }
    }

    /** As after a week without the sink: a new group would begin at the end, and leave out what came meanwhile. */
    @Test
    void continuesFromTheFileWhenKafkaLostTheGroup() throws Exception {
        events.send("gate", 0, 10);
        Path file = folder.resolve("events.jsonl");
        run(true, false, file);
        try (Admin admin = Admin.create(kafka.config())) {
            admin.deleteConsumerGroups(List.of(request(all(), true).group()))
                    .all()
                    .get();
        }
        events.send("gate", 10, 15);

        run(true, true, file);

        assertThat(file).content().hasLineCount(15);
    }

    /** A transaction leaves a mark behind its records, which is on the topic and no record. */
    @Test
    void hasNoLagAtTheEndOfCommittedRecords() {
        Map<String, Object> config = new HashMap<>(kafka.config());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + "producer");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int n = 0; n < 20; n++) {
                producer.beginTransaction();
                var unused = producer.send(new ProducerRecord<>(topics.events(), "gate", TestEvents.json("gate", n)));
                producer.commitTransaction();
            }
        }

        SinkCounts counts = run(true, false, folder.resolve("events.jsonl")).counts();

        assertThat(counts.lag()).hasValue(0);
        assertThat(counts).hasToString("20 delivered, 0 filtered out, 0 retried, 0 dead letters, none behind");
    }

    private void recreate() {
        try (TopicAdmin admin = new TopicAdmin(kafka);
                Admin plain = Admin.create(kafka.config())) {
            admin.deleteWithGroup(topics.events());
            plain.createTopics(List.of(new NewTopic(topics.events(), TestTopics.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private LineSource source() {
        return new LineSource(CLUSTER, topics.events(), TOPIC_ID);
    }

    private LineSource realSource() {
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            return new LineSource(
                    admin.clusterId(),
                    topics.events(),
                    admin.topicId(topics.events()).orElseThrow());
        }
    }

    /** As the command does it. */
    private JsonLinesSink run(boolean ownGroup, boolean fromEnd, Path file) {
        SinkRequest request = request(all(), fromEnd);
        try (JsonLinesFile lines = JsonLinesFile.open(file, realSource())) {
            try (TopicAdmin admin = new TopicAdmin(kafka)) {
                SinkStart.place(admin, request, lines, ownGroup);
            }
            JsonLinesSink sink = new JsonLinesSink(kafka, topics, request, lines);
            sink.run();
            return sink;
        }
    }

    private JsonLinesSink sink(SinkRequest request, Path file) {
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            var unused = admin.groupStart().setIfNew(request.group(), request.topic(), request.fromEnd());
        }
        try (JsonLinesFile lines = JsonLinesFile.open(file, source())) {
            JsonLinesSink sink = new JsonLinesSink(kafka, topics, request, lines);
            sink.run();
            return sink;
        }
    }
}
