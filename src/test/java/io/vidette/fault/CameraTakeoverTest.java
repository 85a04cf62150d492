package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.KafkaUnderTest;
import io.vidette.guarantee.OneReaderPerCamera;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.topology.message.CameraSpec;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.topic.CameraDirectory;
import io.vidette.topology.topic.KafkaConnection;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Another node streams the cameras of a dead one. The promise is 15 seconds; a busy machine is given 30. */
@ExtendWith(KafkaUnderTest.class)
class CameraTakeoverTest {
    private static final Set<String> CAMERAS = new TreeSet<>(Set.of("gate", "a", "b", "c", "d", "e"));
    private static final Duration PROMISE_WITH_SLACK = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    private final Nodes nodes = new Nodes();

    @TempDir
    private Path data;

    @Test
    void anotherNodeStreamsTheCamerasOfADeadOne(KafkaConnection kafka) throws Exception {
        Topics topics = TestTopics.create(kafka, "takeover");
        CameraDirectory cameras = new CameraDirectory(kafka, topics);
        try (RtspCamera camera = RtspCamera.start(TestClips.h264(320, 180, 15, 30), 1);
                TopicWatch<FrameHeaders> frames = TopicWatch.frames(kafka.bootstrapServers(), topics);
                Admin admin = Admin.create(kafka.config())) {
            cameras.put("gate", CameraSpec.of(camera.url()));
            CAMERAS.stream()
                    .filter(name -> !name.equals("gate"))
                    .forEach(name -> cameras.put(name, CameraSpec.of("synthetic:?fps=15&size=160x120")));
            nodes.run("ingest", "one", data, kafka, topics).awaitReady();
            awaitFrames(Instant.now(), frames);
            NodeProcess two = nodes.run("ingest", "two", data, kafka, topics).awaitReady();
            awaitMembers(admin, topics, 2);
            awaitFrames(Instant.now(), frames);

            Instant left = Instant.now();
            assertThat(two.stop()).isEqualTo(143);
            awaitMembers(admin, topics, 1);
            reportSilence("a node left in order", left, frames);

            two = nodes.run("ingest", "two", data, kafka, topics).awaitReady();
            awaitMembers(admin, topics, 2);
            awaitFrames(Instant.now(), frames);
            Instant killed = Instant.now();
            two.kill();
            assertThat(reportSilence("a node was killed", killed, frames)).isLessThan(PROMISE_WITH_SLACK);

            CAMERAS.forEach(name -> OneReaderPerCamera.verify(
                    name, frames.of(name).map(FrameHeaders::sequence).toList()));
        }
    }

    /** Waits until the group has so many members, all of them with cameras to follow. */
    private static void awaitMembers(Admin admin, Topics topics, int members) {
        String group = topics.prefix() + "ingest";
        await("members of " + group).atMost(PATIENCE).until(() -> {
            ConsumerGroupDescription now =
                    admin.describeConsumerGroups(Set.of(group)).all().get().get(group);
            return now != null
                    && now.groupState() == GroupState.STABLE
                    && now.members().size() == members
                    && now.members().stream()
                            .noneMatch(member ->
                                    member.assignment().topicPartitions().isEmpty());
        });
    }

    private static void awaitFrames(Instant since, TopicWatch<FrameHeaders> frames) {
        frames.awaitOfEach(CAMERAS, PATIENCE, frame -> frame.capturedAt().isAfter(since));
    }

    /** The longest that any camera was not seen from that moment on. */
    private static Duration reportSilence(String what, Instant since, TopicWatch<FrameHeaders> frames) {
        // Those that stay stream on, so wait for those that change hands, and count the whole gap.
        Map<String, Duration> silences = new TreeMap<>();
        for (String camera : CAMERAS) {
            silences.put(camera, Duration.ZERO);
        }
        Instant settled = since.plus(Duration.ofSeconds(1));
        frames.awaitOfEach(CAMERAS, PATIENCE, frame -> frame.capturedAt().isAfter(settled));
        for (String camera : CAMERAS) {
            List<Instant> times =
                    frames.of(camera).map(FrameHeaders::capturedAt).toList();
            for (int i = 1; i < times.size(); i++) {
                Duration gap = Duration.between(times.get(i - 1), times.get(i));
                if (times.get(i).isAfter(since) && gap.compareTo(silences.get(camera)) > 0) {
                    silences.put(camera, gap);
                }
            }
        }
        System.out.printf("camera take-over: %s, longest silence per camera %s%n", what, silences);
        return Collections.max(silences.values());
    }
}
