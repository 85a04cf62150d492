package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.KafkaUnderTest;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.sink.JsonLinesFile;
import io.vidette.topology.sink.JsonLinesSink;
import io.vidette.topology.sink.LineTarget;
import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.topic.KafkaConnection;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records as JSON lines. */
@ExtendWith(KafkaUnderTest.class)
final class JsonLinesSinkTest {
    private static final String CLUSTER = "here";

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
    void writesWhatPassesInOrderAndBeginsWhereTold() throws IOException {
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
    void putsWhatIsNoJsonAmongTheDeadLetters() {
        events.sendRaw("gate", "no json");
        events.send("gate", 0, 2);
        Path file = folder.resolve("events.jsonl");

        assertThat(sink(request(all(), false), file).counts().deadLettered()).isEqualTo(1);

        assertThat(file).content().hasLineCount(2);
        assertThat(CommittedRecords.headers(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.CAUSE))
                .singleElement()
                .asString()
                .contains("no JSON");
    }

    /** A crash after the lines were written, and before their position was: the torn rest is cut off, and comes again. */
    @Test
    void holdsEachRecordOnceThroughCrashesAtAnyPlace() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Random random = new Random(7);
        for (int round = 0; round < 5; round++) {
            int from = round * 20;
            for (String camera : List.of("gate", "yard", "door")) {
                events.send(camera, from, from + 20);
            }
            String torn = "{\"camera\":\"gate\",\"n\":" + random.nextInt(1000) + "}\n";
            try (JsonLinesFile lines = JsonLinesFile.open(file, CLUSTER, topics.events())) {
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
    void goesOnAfterKillNine() throws Exception {
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
        String cluster;
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            cluster = admin.clusterId();
        }
        try (JsonLinesFile lines = JsonLinesFile.open(file, cluster, topics.events())) {
            new JsonLinesSink(kafka, topics, request(all(), false), lines).run();
        }

        assertThat(Files.readAllLines(file))
                .containsExactlyElementsOf(IntStream.range(0, sent)
                        .mapToObj(n -> TestEvents.json("gate", n))
                        .toList());
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Path file = folder.resolve("events.jsonl");
        JsonLinesFile.open(file, CLUSTER, topics.events()).close();

        assertThatThrownBy(() -> JsonLinesFile.open(file, "elsewhere", topics.events()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another Kafka cluster");
        assertThatThrownBy(() -> JsonLinesFile.open(file, CLUSTER, topics.detections()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds records of the topic '" + topics.events());

        Path foreign = Files.writeString(folder.resolve("picture"), "no line");
        assertThatThrownBy(() -> JsonLinesFile.open(foreign, CLUSTER, topics.events()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ends within a line");
        assertThat(foreign).content().isEqualTo("no line");

        try (JsonLinesFile first = JsonLinesFile.open(file, CLUSTER, topics.events())) {
            assertThatThrownBy(() -> JsonLinesFile.open(file, CLUSTER, topics.events()))
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

    private JsonLinesSink sink(SinkRequest request, Path file) {
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            var unused = admin.placeGroup(request.group(), request.topic(), request.fromEnd());
        }
        try (JsonLinesFile lines = JsonLinesFile.open(file, CLUSTER, topics.events())) {
            JsonLinesSink sink = new JsonLinesSink(kafka, topics, request, lines);
            sink.run();
            return sink;
        }
    }
}
