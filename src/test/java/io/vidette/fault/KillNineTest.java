package io.vidette.fault;

import static org.awaitility.Awaitility.await;

import io.vidette.guarantee.Witness;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameVerdict;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cameras, broker and detector in one process, which is killed in mid-stream again and again. {@code -Dvidette.kills=10}
 * makes it longer, {@code -Dvidette.seed=N} repeats a run.
 */
class KillNineTest {
    private static final Set<String> CAMERAS = new TreeSet<>(Set.of("gate", "yard", "roof"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Nodes nodes = new Nodes();

    @TempDir
    private Path data;

    @Test
    void givesEachFrameOneVerdictThroughKills() {
        int kills = Integer.getInteger("vidette.kills", 3);
        long seed = Long.getLong("vidette.seed", System.nanoTime());
        System.out.println("kill -9: seed " + seed + ", " + kills + " kills");
        Random random = new Random(seed);
        int port = NodeProcess.freePort();
        List<String> up = new ArrayList<>(List.of("up", "--data", data.toString(), "--weights", Nodes.WEIGHTS));
        up.addAll(List.of("--set", "embedded.port=" + port));
        up.addAll(List.of("--set", "embedded.controllerPort=" + NodeProcess.freePort()));
        List<String> first = new ArrayList<>(up);
        CAMERAS.forEach(camera ->
                first.addAll(List.of("--camera", camera + "=synthetic:?fps=30&size=320x240&seed=" + camera.length())));
        String servers = "localhost:" + port;

        NodeProcess node = nodes.start("up", first).awaitReady();
        Duration longest = Duration.ZERO;
        try (TopicWatch<FrameHeaders> frames = TopicWatch.frames(servers, Topics.DEFAULT);
                TopicWatch<FrameVerdict> verdicts = TopicWatch.verdicts(servers, Topics.DEFAULT);
                Witness witness = Witness.of(servers, Topics.DEFAULT, Nodes.MODEL)) {
            // A node that is ready may still be attaching its cameras, one after the other.
            verdicts.awaitOfEach(CAMERAS, PATIENCE, verdict -> true);
            for (int kill = 1; kill <= kills; kill++) {
                // Counted in frames, not in verdicts: a verdict is seen just after a commit, the safest of moments.
                int enough = frames.count() + 30 + random.nextInt(200);
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> frames.count() >= enough);
                node.kill();
                Instant killed = Instant.now();
                node = nodes.start("up", up).awaitReady();
                verdicts.awaitOfEach(
                        CAMERAS,
                        PATIENCE,
                        verdict -> verdict.capturedAt().orElseThrow().isAfter(killed));
                Duration silence = Duration.between(killed, Instant.now());
                longest = silence.compareTo(longest) > 0 ? silence : longest;
                System.out.printf(
                        "kill -9: %d of %d at frame %d, new verdicts of all cameras after %d ms%n",
                        kill, kills, enough, silence.toMillis());
            }
            CameraDirectory directory =
                    new CameraDirectory(new KafkaConnection(servers, Map.of(), PATIENCE), Topics.DEFAULT);
            CAMERAS.forEach(directory::remove);
            witness.verify(PATIENCE);
            System.out.printf(
                    "kill -9: %d frames, %d verdicts, longest silence %d ms, from the kill over the restart%n",
                    witness.frames(), witness.verdicts(), longest.toMillis());
        }
    }
}
