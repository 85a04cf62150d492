package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.kafka.EmbeddedKafka;
import io.vidette.deploy.kafka.EmbeddedKafkaSettings;
import io.vidette.deploy.node.SimulatedModel;
import io.vidette.guarantee.Witness;
import io.vidette.ingest.IngestConfig;
import io.vidette.ingest.IngestService;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes and comes back. Cameras are not troubled with it, and what found no room meanwhile is counted. */
class BrokerOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ByteSize SMALL_BUFFER = ByteSize.mebibytes(1);

    @TempDir
    private Path data;

    @Test
    void keepsCamerasConnectedAndCountsDrops() {
        EmbeddedKafkaSettings ports =
                new EmbeddedKafkaSettings("localhost", NodeProcess.freePort(), NodeProcess.freePort());
        EmbeddedKafka broker = EmbeddedKafka.start(ports, data.resolve("kafka"));
        KafkaConnection kafka = new KafkaConnection(ports.bootstrapServers(), Map.of(), PATIENCE);
        Topics topics = TestTopics.create(kafka, "outage");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (RtspCamera camera = RtspCamera.start(TestClips.h264(640, 480, 25, 50), 1);
                IngestService ingest =
                        IngestService.start(kafka.config(), topics, smallBuffer(), Secrets.none(), "ingest", meters);
                SimulatedModel model = new SimulatedModel(Duration.ofMillis(2));
                TopicWatch<FrameHeaders> frames = TopicWatch.frames(kafka.bootstrapServers(), topics);
                Witness witness = Witness.of(kafka.bootstrapServers(), topics, model.model())) {
            DetectService detect = DetectService.start(
                    new StreamsNode(kafka.config(), topics, "detect", data.resolve("streams"), 1),
                    model,
                    DetectConfig.defaults(),
                    AdmissionPolicy.EVERY,
                    meters);
            new CameraDirectory(kafka, topics).put("gate", CameraSpec.of(camera.url()));
            frames.awaitOfEach(Set.of("gate"), PATIENCE, frame -> frame.sequence() > 20);
            int connections = camera.connections();

            broker.close();
            await("a full buffer").atMost(PATIENCE).until(() -> dropped(meters) > 20);
            broker = EmbeddedKafka.start(ports, data.resolve("kafka"));
            Instant back = Instant.now();
            frames.awaitOfEach(
                    Set.of("gate"), PATIENCE, frame -> frame.capturedAt().isAfter(back));
            System.out.printf(
                    "broker outage: frames flow again %d ms after the broker is back%n",
                    Duration.between(back, Instant.now()).toMillis());

            assertThat(camera.connections()).isEqualTo(connections);
            double dropped = dropped(meters); // before its camera is released, which takes the counter along
            ingest.close();
            witness.verify(PATIENCE);
            List<Long> sequences = frames.of("gate").map(FrameHeaders::sequence).toList();
            long missing = sequences.get(sequences.size() - 1) + 1 - sequences.size();
            System.out.printf(
                    "broker outage: %d frames, %d verdicts, %d frames dropped, %.0f counted%n",
                    witness.frames(), witness.verdicts(), missing, dropped);
            assertThat(missing).isEqualTo((long) dropped);
            assertThat(witness.dropped()).as("told in the camera's status").isGreaterThanOrEqualTo(missing);
            detect.close();
        } finally {
            broker.close();
        }
    }

    private static double dropped(SimpleMeterRegistry meters) {
        return meters.find(Metrics.INGEST_FRAMES_DROPPED).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static IngestConfig smallBuffer() {
        IngestConfig defaults = ConfigReader.defaults(IngestConfig.class);
        return new IngestConfig(
                defaults.connectTimeout(),
                defaults.stallTimeout(),
                defaults.backoffBase(),
                defaults.backoffMax(),
                defaults.refusedBackoffMax(),
                defaults.stablePeriod(),
                defaults.statusInterval(),
                SMALL_BUFFER,
                defaults.maxClockOffset(),
                defaults.detachTimeout(),
                defaults.drainTimeout(),
                Optional.empty(),
                defaults.ffmpegLogLevel());
    }
}
