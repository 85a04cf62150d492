package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.KafkaUnderTest;
import io.vidette.ingest.IngestConfig;
import io.vidette.ingest.IngestService;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.ingest.rtsp.VideoClip;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Secrets.Credentials;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One camera fails in every way that cameras do, one after the other, and three more never miss a second. */
@ExtendWith(KafkaUnderTest.class)
class FourCamerasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NEVER_MISSED = Duration.ofSeconds(1);
    /** Frames arrive late on a busy machine; a reader that waited for the sick one would wait for 4 s. */
    private static final Duration NEVER_LATER = Duration.ofSeconds(3);

    private static final int FPS = 15;
    private static final Set<String> HEALTHY = new TreeSet<>(Set.of("gate", "yard", "roof"));
    private static final String SICK = "sick";
    private static final String PASSWORD = "pass-0f8e";

    private record Fault(
            String name, Consumer<RtspCamera> begins, Predicate<CameraStatus> told, Consumer<RtspCamera> ends) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault(
                    "stalls",
                    camera -> camera.faults().stall(true),
                    status -> status.state() == State.STALLED,
                    camera -> camera.faults().stall(false)),
            new Fault(
                    "answers nothing",
                    camera -> {
                        camera.faults().mute(true);
                        camera.powerCut();
                    },
                    status -> status.state() == State.OFFLINE || status.state() == State.STALLED,
                    camera -> camera.faults().mute(false)),
            new Fault(
                    "loses power", RtspCamera::turnOff, status -> status.state() == State.OFFLINE, RtspCamera::turnOn),
            new Fault(
                    "corrupts 10% of packets",
                    camera -> camera.faults().damage(0.1),
                    status -> status.state() == State.STREAMING && status.dropped() > 0,
                    camera -> camera.faults().damage(0)),
            new Fault(
                    "refuses the password",
                    camera -> {
                        camera.protectByDigest("user", "another");
                        camera.powerCut();
                    },
                    status -> status.state() == State.REFUSED,
                    camera -> camera.protectByDigest("user", PASSWORD)));

    @Test
    void isolatesAFaultyCameraFromTheOthers(KafkaConnection kafka) {
        Topics topics = TestTopics.create(kafka, "four");
        CameraDirectory directory = new CameraDirectory(kafka, topics);
        VideoClip clip = TestClips.h264(320, 180, FPS, 2 * FPS);
        Map<String, RtspCamera> cameras = new TreeMap<>();
        HEALTHY.forEach(name -> cameras.put(name, RtspCamera.start(clip, name.hashCode())));
        RtspCamera sick = RtspCamera.start(clip, 1);
        cameras.put(SICK, sick);
        cameras.forEach((name, camera) -> {
            camera.protectByDigest("user", PASSWORD);
            directory.put(
                    name,
                    CameraSpec.of(camera.url()).change(CameraSpec::credentials).to(Optional.of(name)));
        });
        try (IngestService ingest = IngestService.start(
                        kafka.config(),
                        topics,
                        impatient(),
                        name -> Optional.of(new Credentials("user", PASSWORD)),
                        "ingest",
                        new SimpleMeterRegistry());
                TopicWatch<FrameHeaders> frames = TopicWatch.frames(kafka.bootstrapServers(), topics);
                TopicWatch<CameraStatus> statuses = TopicWatch.statuses(kafka.bootstrapServers(), topics)) {
            frames.awaitOfEach(cameras.keySet(), PATIENCE, frame -> true);
            Instant begin = Instant.now();
            List<String> rows = FAULTS.stream()
                    .map(fault -> suffer(fault, sick, frames, statuses))
                    .toList();

            System.out.printf("%-24s %-10s %9s %9s%n", "the fourth camera", "is called", "told ms", "back ms");
            rows.forEach(System.out::println);
            System.out.printf("%-24s %-10s %9s %9s%n", "the others", "", "gap ms", "late ms");
            for (String name : HEALTHY) {
                Duration missed = longestBetween(
                        frames.of(name).map(FrameHeaders::capturedAt).toList(), begin);
                Duration late = longestArrivalGap(frames, name);
                System.out.printf("%-24s %-10s %9d %9d%n", name, "", missed.toMillis(), late.toMillis());
                assertThat(missed)
                        .as("longest time without a picture of '%s'", name)
                        .isLessThan(NEVER_MISSED);
                assertThat(late).as("longest wait for a frame of '%s'", name).isLessThan(NEVER_LATER);
            }
            assertThat(statuses.seen()).extracting(Object::toString).noneMatch(text -> text.contains(PASSWORD));
        } finally {
            cameras.values().forEach(RtspCamera::close);
        }
    }

    /** The row of the table. */
    private static String suffer(
            Fault fault, RtspCamera sick, TopicWatch<FrameHeaders> frames, TopicWatch<CameraStatus> statuses) {
        Instant begin = Instant.now();
        fault.begins().accept(sick);
        statuses.awaitOfEach(
                Set.of(SICK),
                PATIENCE,
                status -> status.at().isAfter(begin) && fault.told().test(status));
        Instant told = Instant.now();
        State state = statuses.of(SICK)
                .filter(status -> status.at().isAfter(begin) && fault.told().test(status))
                .findFirst()
                .orElseThrow()
                .state();
        long enough = shown(frames) + 3 * FPS;
        await("the others, while: " + fault.name()).atMost(PATIENCE).until(() -> shown(frames) >= enough);
        Instant end = Instant.now();
        fault.ends().accept(sick);
        frames.awaitOfEach(Set.of(SICK), PATIENCE, frame -> frame.capturedAt().isAfter(end));
        Instant back = Instant.now();
        await("'streaming' after: " + fault.name())
                .atMost(PATIENCE)
                .until(() -> statuses.of(SICK)
                                .reduce((before, now) -> now)
                                .orElseThrow()
                                .state()
                        == State.STREAMING);
        return "%-24s %-10s %9d %9d"
                .formatted(
                        fault.name(),
                        state,
                        Duration.between(begin, told).toMillis(),
                        Duration.between(end, back).toMillis());
    }

    /** Pictures of the healthy camera that has shown the fewest. */
    private static long shown(TopicWatch<FrameHeaders> frames) {
        return HEALTHY.stream().mapToLong(name -> frames.of(name).count()).min().orElseThrow();
    }

    private static Duration longestBetween(List<Instant> times, Instant begin) {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < times.size(); i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            if (times.get(i).isAfter(begin) && gap.compareTo(longest) > 0) {
                longest = gap;
            }
        }
        return longest;
    }

    private static Duration longestArrivalGap(TopicWatch<FrameHeaders> frames, String camera) {
        List<Instant> arrivals = frames.seen().stream()
                .filter(frame -> frame.camera().equals(camera))
                .map(frame -> Instant.EPOCH.plusNanos(frame.atNanos()))
                .toList();
        return longestBetween(arrivals, Instant.EPOCH);
    }

    /** Like the defaults, but sooner. */
    private static IngestConfig impatient() {
        IngestConfig defaults = ConfigReader.defaults(IngestConfig.class);
        return new IngestConfig(
                Duration.ofSeconds(4),
                Duration.ofSeconds(4),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                defaults.stablePeriod(),
                Duration.ofSeconds(1),
                defaults.bufferBytes(),
                defaults.maxClockOffset(),
                defaults.detachTimeout(),
                defaults.drainTimeout(),
                Optional.empty(),
                defaults.ffmpegLogLevel());
    }
}
