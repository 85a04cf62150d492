package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.detector.TinyModel;
import io.vidette.detector.image.Jpegs;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.ModelLoader;
import io.vidette.detector.serve.YoloModel;
import io.vidette.detector.weights.Weights;
import io.vidette.guarantee.Witness;
import io.vidette.ingest.IngestConfig;
import io.vidette.ingest.IngestService;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.message.CaptureClock;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What no camera would publish lies among the frames of one, before a network that really looks. */
@ExtendWith(KafkaUnderTest.class)
class BadFramesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 32 << 20;
    private static final String STRANGER = "stranger";

    @TempDir
    private Path data;

    @Test
    void areRejectedWithoutStoppingTheDetector(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "frames");
        allowHuge(kafka, topics.frames());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (YoloModel model = tiny(meters);
                Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model());
                DetectService detect = DetectService.start(
                        new StreamsNode(kafka.config(), topics, "detect", data.resolve("streams"), 1),
                        model,
                        DetectConfig.defaults(),
                        AdmissionPolicy.EVERY,
                        meters);
                IngestService ingest = IngestService.start(
                        kafka.config(), topics, IngestConfig.defaults(), Secrets.none(), "ingest", meters);
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics);
                TopicWatch<String> letters =
                        TopicWatch.header(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.CAUSE)) {
            new CameraDirectory(kafka, topics).put("gate", CameraSpec.of("synthetic:?fps=15&size=160x120"));
            verdicts.awaitOfEach(Set.of("gate"), PATIENCE, verdict -> verdict instanceof FrameVerdict.Detected);

            int bad = publish(kafka, topics);
            Instant published = Instant.now();
            verdicts.awaitOfEach(
                    Set.of("gate"),
                    PATIENCE,
                    verdict -> verdict instanceof FrameVerdict.Detected
                            && verdict.capturedAt().orElseThrow().isAfter(published));
            ingest.close();
            witness.verify(PATIENCE);
            verdicts.awaitCount((int) witness.verdicts(), PATIENCE);
            List<FrameVerdict> strange = verdicts.seen().stream()
                    .map(TopicWatch.Seen::what)
                    .filter(verdict -> !verdict.camera().equals("gate"))
                    .toList();
            assertThat(strange).hasSize(bad).allMatch(verdict -> verdict instanceof FrameVerdict.Rejected);
            letters.awaitCount(bad, PATIENCE);
            System.out.printf("bad frames: %d of %d rejected%n", bad, witness.frames());
            letters.seen().forEach(letter -> System.out.println("  " + letter.what()));
        }
    }

    private YoloModel tiny(SimpleMeterRegistry meters) throws IOException {
        Weights weights = new Weights(data.resolve("models"));
        return ModelLoader.load(
                weights.open(TinyModel.write(data.resolve("tiny.pt"))),
                weights,
                DetectorConfig.defaults().change(DetectorConfig::imageSize).to(128),
                meters);
    }

    /** As on a cluster whose owner made the topic. */
    private static void allowHuge(KafkaConnection kafka, String topic) throws ExecutionException, InterruptedException {
        ConfigEntry most = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MOST));
        try (Admin admin = Admin.create(kafka.config())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(most, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static int publish(KafkaConnection kafka, Topics topics) throws ExecutionException, InterruptedException {
        byte[] garbage = new byte[50_000];
        new Random(3).nextBytes(garbage);
        byte[] whole = Jpegs.random(160, 120, 4);
        List<byte[]> pictures = List.of(
                garbage,
                new byte[0],
                Arrays.copyOf(whole, 200),
                Jpegs.claiming(30_000, 30_000),
                new byte[20_000_000],
                "<html>".getBytes(StandardCharsets.US_ASCII));
        int sent = 0;
        Map<String, Object> config = kafka.config();
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] picture : pictures) {
                producer.send(new ProducerRecord<>(topics.frames(), STRANGER, picture))
                        .get();
                ProducerRecord<String, byte[]> labelled = new ProducerRecord<>(topics.frames(), STRANGER, picture);
                new FrameHeaders(sent, Instant.now(), CaptureClock.ARRIVAL, 160, 120, 160, 120, sent)
                        .writeTo(labelled.headers());
                producer.send(labelled).get();
                sent += 2;
            }
            ProducerRecord<String, byte[]> lying = new ProducerRecord<>(topics.frames(), STRANGER, whole);
            Map.of("sequence", "many", "capturedAt", "yesterday")
                    .forEach((key, value) -> lying.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(lying).get();
            producer.send(new ProducerRecord<>(topics.frames(), STRANGER, null)).get();
            producer.send(new ProducerRecord<>(topics.frames(), null, whole)).get();
            producer.send(new ProducerRecord<>(topics.frames(), "k".repeat(6_000_000), whole))
                    .get();
            ProducerRecord<String, byte[]> laden = new ProducerRecord<>(topics.frames(), STRANGER, garbage);
            laden.headers().add("junk", new byte[6_000_000]);
            producer.send(laden).get();
        }
        return sent + 5;
    }
}
