package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.guarantee.Witness;
import io.vidette.ingest.IngestConfig;
import io.vidette.ingest.IngestService;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Detectors that come and go while cameras stream. */
@ExtendWith(KafkaUnderTest.class)
class DetectGroupTest {
    private static final Set<String> CAMERAS = Set.of("a", "b", "c", "d", "e", "f");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Nodes nodes = new Nodes();

    @TempDir
    private Path data;

    @Test
    void givesEachFrameOneVerdictWhileDetectorsComeAndGo(KafkaConnection kafka) {
        Topics topics = TestTopics.create(kafka, "group");
        CameraDirectory cameras = new CameraDirectory(kafka, topics);
        CAMERAS.forEach(camera -> cameras.put(camera, CameraSpec.of("synthetic:?fps=15&size=160x120")));
        NodeProcess stays = nodes.run("detect", "stays", data, kafka, topics).awaitReady();
        try (Witness witness = Witness.of(kafka.bootstrapServers(), topics, Nodes.MODEL);
                IngestService ingest = IngestService.start(
                        kafka.config(),
                        topics,
                        IngestConfig.defaults(),
                        Secrets.none(),
                        "ingest",
                        new SimpleMeterRegistry());
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(kafka.bootstrapServers(), topics)) {
            report("first verdicts of a lone detector", Instant.now(), verdicts);

            NodeProcess joins = joined(kafka, topics);
            report("second joined", Instant.now(), verdicts);
            Instant left = Instant.now();
            assertThat(joins.stop()).isEqualTo(143); // 128 + SIGTERM: in order, on demand
            report("second left in order", left, verdicts);

            NodeProcess again = joined(kafka, topics);
            report("second joined again", Instant.now(), verdicts);
            Instant killed = Instant.now();
            again.kill();
            report("second killed", killed, verdicts);
            assertThat(stays.metric("vidette_detect_verdicts_total")).isPositive();
            ingest.close();
            witness.verify(PATIENCE);
            System.out.printf("detect group: %d frames, %d verdicts%n", witness.frames(), witness.verdicts());
        }
    }

    /** The second detector, once it judges frames. */
    private NodeProcess joined(KafkaConnection kafka, Topics topics) {
        NodeProcess node = nodes.run("detect", "comes", data, kafka, topics).awaitReady();
        await("the second detector's share")
                .atMost(PATIENCE)
                .until(() -> node.metric("vidette_detect_verdicts_total") > 0);
        return node;
    }

    private static void report(String what, Instant since, TopicWatch<FrameVerdict> verdicts) {
        verdicts.awaitOfEach(
                CAMERAS, PATIENCE, verdict -> verdict.capturedAt().orElseThrow().isAfter(since));
        System.out.printf(
                "detect group: %s, new verdicts of all cameras after %d ms%n",
                what, Duration.between(since, Instant.now()).toMillis());
    }
}
