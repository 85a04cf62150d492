package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.KafkaUnderTest;
import io.vidette.deploy.cli.Vidette;
import io.vidette.detector.image.Jpegs;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.serde.Json;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.Topics;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Two sets of verdicts on the same frames, through the command. */
@ExtendWith(KafkaUnderTest.class)
final class VerdictDiffTest {
    private static final JsonSerde<FrameVerdict> VERDICT = new JsonSerde<>(FrameVerdict.class, FrameVerdict.SCHEMA);
    private static final int FRAMES = 10;

    private final KafkaConnection kafka;
    private final Topics topics;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    VerdictDiffTest(KafkaConnection kafka) throws Exception {
        this.kafka = kafka;
        topics = TestTopics.create(kafka, "diff");
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < FRAMES; i++) {
                producer.send(new ProducerRecord<>(
                                topics.frames(), 3, "gate", Jpegs.plain(64, 48, new Color(20 * i, 80, 40))))
                        .get();
            }
        }
    }

    @Test
    void countsDetectionsOnFramesInCommon() throws Exception {
        // Live saw frames 0 to 9, skipped 4; the replay saw 2 to 12, but not 6, and one verdict came twice.
        List<FrameVerdict> live = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            live.add(i == 4 ? skipped(i) : detected(i, car(0.8f, 0)));
        }
        List<FrameVerdict> replayed = new ArrayList<>();
        for (int i = 2; i < FRAMES + 3; i++) {
            if (i != 6) {
                replayed.add(i == 7 ? detected(i, car(0.6f, 30)) : detected(i, car(0.7f, 1)));
            }
        }
        replayed.add(3, replayed.get(2));
        write(topics.detections(), live);
        write(replay("night"), replayed);

        assertThat(run("model", "diff", "live", "night", "--json", "--out", sheet()))
                .as(err.toString())
                .isZero();

        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.path("frames").asInt()).isEqualTo(6);
        assertThat(report.path("framesOnlyA").asInt()).isEqualTo(1);
        assertThat(report.path("framesOnlyB").asInt()).isEqualTo(1);
        assertThat(report.path("outside").asInt()).isEqualTo(2 + 3);
        JsonNode car = report.path("classes").get(0);
        assertThat(car.path("label").asText()).isEqualTo("car");
        assertThat(car.path("countA").asInt()).isEqualTo(6);
        assertThat(car.path("matched").asInt()).isEqualTo(5);
        assertThat(car.path("onlyA").asInt()).isEqualTo(1);
        assertThat(car.path("onlyB").asInt()).isEqualTo(1);
        assertThat(Math.round(car.path("meanShift").asDouble() * 1000)).isEqualTo(-100);
        assertThat(car.path("medianShift").asDouble()).isEqualTo(-0.1);
        assertThat(report.path("mostDifferent"))
                .singleElement()
                .satisfies(id -> assertThat(id.asText()).isEqualTo(topics.frames() + "-3-7"));

        BufferedImage picture =
                Objects.requireNonNull(ImageIO.read(Path.of(sheet()).toFile()));
        // The middle of the frame, between the boxes, in its colour.
        Color middle = new Color(picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2));
        assertThat(Math.abs(middle.getRed() - 140)).isLessThan(8);
        assertThat(Math.abs(middle.getGreen() - 80)).isLessThan(8);
    }

    @Test
    void drawsExpiredFramesBlankAndReportsThem() throws Exception {
        write(replay("one"), List.of(detected(100, car(0.8f, 0)), detected(101, car(0.8f, 0))));
        write(replay("two"), List.of(detected(100, car(0.8f, 30)), detected(101)));

        assertThat(run("model", "diff", "one", "two", "--out", sheet())).isZero();

        assertThat(err.toString()).contains("2 of 2 frames were deleted by Kafka");
        assertThat(out.toString()).contains("2 frames that both processed", "are in " + sheet());
        assertThat(run("model", "diff", "one", "two", "--out", sheet())).isEqualTo(1);
        assertThat(err.toString()).contains("exists", "--force");
    }

    @Test
    void refusesAnInvalidSheetFileBeforeItStarts() throws Exception {
        for (String name : List.of("none/sheet.png", "sheet.jpg", "sheet")) {
            // There is no such replay, which is found out later.
            assertThat(run(
                            "model",
                            "diff",
                            "live",
                            "none",
                            "--out",
                            folder.resolve(name).toString()))
                    .isNotZero();
            assertThat(err.toString()).contains(name.contains("/") ? "there is no folder" : "ends in .png");
        }
        for (String frames : List.of("-1", "201")) {
            assertThat(run("model", "diff", "live", "none", "--frames", frames)).isEqualTo(2);
            assertThat(err.toString()).contains("--frames " + frames + " is outside 0..200");
        }
    }

    @Test
    void printsItsReportWhenTheSheetCannotBeWritten() throws Exception {
        write(replay("one"), List.of(detected(0, car(0.8f, 0))));
        write(replay("two"), List.of(detected(0, car(0.8f, 30))));
        // The folder is good, and only the file system knows that the name is too long.
        String sheet = folder.resolve("a".repeat(300) + ".png").toString();

        assertThat(run("model", "diff", "one", "two", "--out", sheet)).isEqualTo(1);
        assertThat(out.toString()).contains("1 frames that both processed").doesNotContain("nothing to draw");
        assertThat(err.toString().lines()).singleElement().asString().contains("cannot write " + sheet);

        assertThat(run("model", "diff", "one", "two", "--json", "--out", sheet)).isEqualTo(1);
        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.path("frames").asInt()).isEqualTo(1);
        assertThat(report.path("sheet").isNull()).isTrue();
    }

    @Test
    void namesCamerasWithoutVerdicts() throws Exception {
        write(replay("one"), List.of(detected(0, car(0.8f, 0))));
        write(replay("two"), List.of(detected(0, car(0.8f, 0))));

        assertThat(run("model", "diff", "one", "two", "--camera", "gaet")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "vidette: neither 'one' nor 'two' has a verdict of camera 'gaet'; others there are: gate\n");
        assertThat(run("model", "diff", "one", "two", "--camera", "gaet,gate")).isZero();
        assertThat(err).hasToString("warning: neither 'one' nor 'two' has a verdict of camera 'gaet'\n");
        assertThat(out.toString()).contains("1 frames that both processed");
    }

    @Test
    void namesTheExistingReplays() throws Exception {
        assertThat(run("model", "diff", "live", "nihgt")).isEqualTo(1);
        assertThat(err.toString()).contains("no replay 'nihgt'", "there is none yet");

        write(replay("night"), List.of(detected(0)));
        assertThat(run("model", "diff", "live", "nihgt")).isEqualTo(1);
        assertThat(err.toString()).contains("there are night, and live");

        assertThat(run("model", "diff", "live", "night")).isEqualTo(1);
        assertThat(err.toString()).contains("no frame in common");
    }

    private String sheet() {
        return folder.resolve("sheet.png").toString();
    }

    private int run(String... arguments) throws IOException {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = new Vidette(
                        Map.of(
                                "VIDETTE_KAFKA_BOOTSTRAP_SERVERS",
                                kafka.bootstrapServers(),
                                "VIDETTE_TOPICS_PREFIX",
                                topics.prefix(),
                                "VIDETTE_DATA",
                                folder.toString()),
                        folder)
                .commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private String replay(String name) {
        TopicSettings settings = ConfigReader.defaults(TopicSettings.class).withPrefix(topics.prefix());
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(List.of(TopicPlan.replay(settings, name, TestTopics.PARTITIONS)));
        }
        return topics.replay(name);
    }

    private void write(String topic, List<FrameVerdict> verdicts) throws Exception {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (FrameVerdict verdict : verdicts) {
                producer.send(new ProducerRecord<>(topic, 3, "gate", VERDICT.serialize(topic, verdict)))
                        .get();
            }
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(kafka.config(), new StringSerializer(), new ByteArraySerializer());
    }

    private FrameVerdict detected(int frame, Detection... detections) {
        return new FrameVerdict.Detected(
                id(frame),
                "gate",
                frame,
                Optional.of(Instant.EPOCH.plusSeconds(frame)),
                CaptureClock.ARRIVAL,
                64,
                48,
                new ModelId("test", "0".repeat(64)),
                List.of(detections));
    }

    private FrameVerdict skipped(int frame) {
        return new FrameVerdict.Skipped(id(frame), "gate", Optional.empty(), "stale");
    }

    private FrameId id(int frame) {
        return new FrameId(topics.frames(), 3, frame);
    }

    private static Detection car(float score, float x) {
        return new Detection(2, "car", score, new Box(x, 0, x + 12, 12));
    }
}
