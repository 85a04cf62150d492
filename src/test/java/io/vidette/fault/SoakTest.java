package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.guarantee.Witness;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.ingest.rtsp.VideoClip;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four RTSP cameras that lose power in turn, every five seconds, and a node that must not grow. Runs for {@code
 * -Dvidette.soak=30m}; {@code -Dvidette.weights=FILE} takes a real model.
 */
@EnabledIfSystemProperty(
        named = "vidette.soak",
        matches = ".+",
        disabledReason = "takes long; ask with -Dvidette.soak=30m")
@EnabledOnOs(OS.LINUX)
class SoakTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_POWER_CUTS = Duration.ofSeconds(5);
    private static final int CUTS_PER_ROW = 6;
    /** Allocators breathe; a leak does not stop here. */
    private static final double BREATH = 1.1;

    @RegisterExtension
    private final Nodes nodes = new Nodes();

    @TempDir
    private Path data;

    @Test
    void keepsMemoryAndDescriptorsBounded() {
        Duration time = Durations.parse(System.getProperty("vidette.soak"));
        VideoClip clip = TestClips.h264(640, 360, 3, 6);
        Map<String, RtspCamera> cameras = new TreeMap<>();
        int port = NodeProcess.freePort();
        List<String> up = new ArrayList<>(List.of("up", "--data", data.toString()));
        up.addAll(List.of("--weights", System.getProperty("vidette.weights", Nodes.WEIGHTS)));
        up.addAll(List.of("--set", "embedded.port=" + port));
        up.addAll(List.of("--set", "embedded.controllerPort=" + NodeProcess.freePort()));
        for (String name : List.of("gate", "hall", "roof", "yard")) {
            RtspCamera camera = RtspCamera.start(clip, name.hashCode());
            cameras.put(name, camera);
            up.addAll(List.of("--camera", name + "=" + camera.url()));
        }
        String servers = "localhost:" + port;
        List<ProcessUsage> rows = new ArrayList<>();
        NodeProcess node = nodes.start("up", up).awaitReady();
        long end = System.nanoTime() + time.toNanos();
        List<RtspCamera> inTurn = List.copyOf(cameras.values());
        System.out.printf("%8s %8s %12s %8s %10s%n", "minutes", "MB", "descriptors", "threads", "connects");
        Witness witness = Witness.of(servers, Topics.DEFAULT);
        for (int cut = 0; System.nanoTime() < end; cut++) {
            inTurn.get(cut % inTurn.size()).powerCut();
            long next = System.nanoTime() + BETWEEN_POWER_CUTS.toNanos();
            await().atMost(PATIENCE).until(() -> System.nanoTime() > next);
            if (cut % CUTS_PER_ROW == CUTS_PER_ROW - 1) {
                ProcessUsage now = ProcessUsage.collected(node.pid());
                rows.add(now);
                System.out.printf(
                        "%8.1f %8d %12d %8d %10d%n",
                        (time.toNanos() - (end - System.nanoTime())) / 60e9,
                        now.residentMegabytes(),
                        now.descriptors(),
                        now.threads(),
                        inTurn.stream().mapToInt(RtspCamera::connections).sum());
            }
        }
        CameraDirectory directory =
                new CameraDirectory(new KafkaConnection(servers, Map.of(), PATIENCE), Topics.DEFAULT);
        cameras.keySet().forEach(directory::remove);
        witness.verify(PATIENCE);
        System.out.printf("soak: %d frames, %d verdicts%n", witness.frames(), witness.verdicts());
        cameras.values().forEach(RtspCamera::close);
        assertDoesNotGrow(rows);
    }

    /** The last third against the second; the first is for warming up. */
    private static void assertDoesNotGrow(List<ProcessUsage> rows) {
        int third = rows.size() / 3;
        ProcessUsage before = most(rows.subList(third, 2 * third));
        ProcessUsage after = most(rows.subList(2 * third, rows.size()));
        assertThat((double) after.residentMegabytes())
                .as("MB at most, after %d", before.residentMegabytes())
                .isLessThan(before.residentMegabytes() * BREATH);
        assertThat(after.descriptors()).as("descriptors at most").isLessThanOrEqualTo(before.descriptors() + 4);
        assertThat(after.threads()).as("threads at most").isLessThanOrEqualTo(before.threads() + 4);
    }

    private static ProcessUsage most(List<ProcessUsage> rows) {
        return rows.stream()
                .reduce((a, b) -> new ProcessUsage(
                        Math.max(a.residentMegabytes(), b.residentMegabytes()),
                        Math.max(a.descriptors(), b.descriptors()),
                        Math.max(a.threads(), b.threads())))
                .orElseThrow(() -> new IllegalStateException("too short to tell: take 3m at least"));
    }
}
