package io.vidette.ingest.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.ingest.Sources;
import io.vidette.ingest.TestSources;
import io.vidette.ingest.libav.FfmpegLog;
import io.vidette.ingest.libav.OpenNatives;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.ingest.rtsp.VideoClip;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraStatus;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.config.Secrets.Credentials;
import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.metric.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class CameraSupervisorTest {
    private static final long SEED = 23;

    private static VideoClip clip;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Recorder recorder = new Recorder();
    private volatile String password = "right-Secret-1";
    private CameraSupervisor supervisor;
    private RtspCamera camera;
    private long openBefore;

    @BeforeAll
    static void prepare() {
        FfmpegLog.set(FfmpegLog.Level.QUIET);
        clip = TestClips.h264(320, 240, 25, 50);
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    @BeforeEach
    void start() {
        openBefore = OpenNatives.stillOpen();
        camera = RtspCamera.start(clip, SEED);
        Sources sources = new Sources(
                TestSources.settings(Optional.empty()), name -> Optional.of(new Credentials("operator", password)));
        ReaderSettings settings = new ReaderSettings(
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofMillis(400),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
        supervisor = new CameraSupervisor(sources, recorder, recorder, settings, "node-1", registry);
    }

    @AfterEach
    void everythingIsClosed() {
        supervisor.close();
        camera.close();
        assertThat(OpenNatives.stillOpen()).isEqualTo(openBefore);
        assertThat(registry.getMeters()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ingest-") && thread.isAlive());
    }

    @Test
    void streamsAndReportsItsStatusPeriodically() {
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        await().until(() -> recorder.states("gate").stream()
                        .filter(state -> state == State.STREAMING)
                        .count()
                >= 3);
        assertThat(recorder.states("gate")).startsWith(State.CONNECTING, State.STREAMING);
        CameraStatus last = recorder.statuses().get(recorder.statuses().size() - 1);
        assertThat(last.node()).isEqualTo("node-1");
        assertThat(last.published()).isPositive();
        assertThat(last.fps()).isPositive();
        assertThat(last.connects()).isEqualTo(1);
        assertThat(registry.get(Metrics.INGEST_FRAMES_PUBLISHED)
                        .tag("camera", "gate")
                        .counter()
                        .count())
                .isPositive();
        assertThat(recorder.frames("gate")).extracting(FrameHeaders::sequence).startsWith(0L, 1L, 2L);
    }

    @Test
    void continuesItsCountsAfterACameraIsReattached() {
        streaming("gate");
        await().until(() -> lastStatus().published() > 5);
        long published = lastStatus().published();
        supervisor.detach(Set.of("gate"), Optional.empty(), false);
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        await().until(() -> lastStatus().connects() == 2);
        assertThat(lastStatus().published()).isGreaterThanOrEqualTo(published);

        supervisor.detach(Set.of("gate"), Optional.of("camera was removed"), false);
        int told = recorder.statuses().size();
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        await().until(() -> recorder.statuses().size() > told + 1);
        assertThat(lastStatus().connects()).isEqualTo(1);
    }

    @Test
    void reportsDropsOfACameraThatAnotherNodeOwns() {
        streaming("gate");
        recorder.unsent(7);
        supervisor.detach(Set.of("gate"), Optional.empty(), false);
        assertThat(lastStatus().dropped()).isEqualTo(7);
        assertThat(lastStatus().state()).isEqualTo(State.STREAMING);
    }

    private CameraStatus lastStatus() {
        return recorder.statuses().get(recorder.statuses().size() - 1);
    }

    @Test
    void reportsAStallAndResumesFrames() {
        streaming("gate");
        camera.faults().stall(true);
        await().until(() -> recorder.states("gate").contains(State.STALLED));
        camera.faults().stall(false);
        framesAgain("gate");
    }

    @Test
    void reportsAPowerCutAndResumesFrames() {
        streaming("gate");
        camera.turnOff();
        await().until(() -> recorder.states("gate").contains(State.OFFLINE));
        camera.turnOn();
        framesAgain("gate");
    }

    @Test
    void reportsAMuteCameraAndResumesFrames() {
        camera.faults().mute(true);
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        await().until(() -> recorder.states("gate").contains(State.OFFLINE));
        camera.faults().mute(false);
        framesAgain("gate");
    }

    @Test
    void resumesFramesAfterLossAndDamage() {
        supervisor.attach("gate", TestSources.udp(camera.url()));
        await().until(() -> recorder.frames("gate").size() > 5);
        camera.faults().lose(0.2);
        camera.faults().damage(0.2);
        await().until(() -> registry.get(Metrics.INGEST_FRAMES_DROPPED)
                        .tag("reason", "corrupt")
                        .counter()
                        .count()
                > 3);
        camera.faults().lose(0);
        camera.faults().damage(0);
        framesAgain("gate");
    }

    @Test
    void reportsARefusedPasswordAndResumesFrames() {
        camera.protectByDigest("operator", password);
        supervisor.attach("gate", TestSources.withSecret(camera.url()));
        await().until(() -> recorder.isNow("gate", State.STREAMING));
        camera.protectByDigest("operator", "new-Secret-2");
        camera.powerCut();
        await().until(() -> recorder.isNow("gate", State.REFUSED));
        password = "new-Secret-2";
        framesAgain("gate");
    }

    @Test
    void readsACameraWithoutDelayBesideDeadOnes() {
        List<RtspCamera> dead = new ArrayList<>();
        // More than ten, as JavaCPP makes no more than ten instances of a callback.
        for (int i = 0; i < 12; i++) {
            RtspCamera mute = RtspCamera.start(clip, SEED);
            mute.faults().mute(true);
            dead.add(mute);
            supervisor.attach("dead-" + i, CameraSpec.of(mute.url()));
        }
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        await().until(() -> recorder.frames("gate").size() >= 10);
        assertThat(recorder.statuses())
                .filteredOn(status -> status.camera().startsWith("dead"))
                .as("the dead ones still connect, so none was waited for")
                .allMatch(status -> status.state() == State.CONNECTING);
        for (int i = 0; i < 12; i++) {
            String name = "dead-" + i;
            await().until(() -> recorder.states(name).contains(State.OFFLINE));
        }
        dead.forEach(RtspCamera::close);
    }

    @Test
    void replacesTheReaderOnlyWhenTheSpecificationChanges() {
        CameraSpec spec = CameraSpec.of(camera.url());
        supervisor.attach("gate", spec);
        await().until(() -> recorder.frames("gate").size() > 3);
        supervisor.attach("gate", spec);
        await().until(() -> recorder.frames("gate").size() > 10);
        assertThat(camera.connections()).isEqualTo(1);
        supervisor.attach("gate", TestSources.udp(camera.url()));
        await().until(() -> camera.connections() == 2);
        framesAgain("gate");
        assertThat(camera.clients()).isEqualTo(1);
    }

    @Test
    void reportsADetachedCameraAndStopsItsFrames() {
        streaming("gate");
        supervisor.detach(Set.of("gate"), Optional.of("camera was removed"), true);
        int frames = recorder.frames("gate").size();
        CameraStatus last = recorder.statuses().get(recorder.statuses().size() - 1);
        assertThat(last.state()).isEqualTo(State.OFFLINE);
        assertThat(last.reason()).contains("camera was removed");
        await().until(() -> camera.clients() == 0);
        assertThat(recorder.frames("gate")).hasSize(frames);
        assertThat(supervisor.cameras()).isEmpty();
    }

    @Test
    void reportsAnInvalidSpecificationAndRecoversWithAValidOne() {
        streaming("gate");
        supervisor.refuse("gate", "record is no camera");
        assertThat(recorder.isNow("gate", State.REFUSED)).isTrue();
        await().until(() -> camera.clients() == 0);
        supervisor.attach("gate", CameraSpec.of(camera.url()));
        framesAgain("gate");
    }

    @Test
    void samplesToTheRequestedRate() {
        CameraSpec some = CameraSpec.of("synthetic:?size=320x200&fps=30&frames=90")
                .change(CameraSpec::fps)
                .to(10.0)
                .change(CameraSpec::maxSide)
                .to(160)
                .change(CameraSpec::pace)
                .to(CameraSpec.Pace.FAST);
        supervisor.attach("drawn", some);
        await().until(() -> recorder.isNow("drawn", State.OFFLINE));
        assertThat(recorder.frames("drawn")).hasSize(30).allSatisfy(headers -> {
            assertThat(headers.width()).isEqualTo(160);
            assertThat(headers.height()).isEqualTo(100);
            assertThat(headers.sourceWidth()).isEqualTo(320);
            assertThat(headers.pts() % 100_000).isZero();
        });
    }

    @Test
    void publishesFewFramesWhileNothingMoves() {
        MotionGate gate = new MotionGate(1, 0.002, Duration.ofMillis(500));
        supervisor.attach(
                "still",
                TestSources.fast("synthetic:?fps=30&frames=300&objects=0", false)
                        .change(CameraSpec::motion)
                        .to(Optional.of(gate)));
        supervisor.attach(
                "busy",
                TestSources.fast("synthetic:?fps=30&frames=300&objects=3", false)
                        .change(CameraSpec::motion)
                        .to(Optional.of(gate)));
        await().until(() -> recorder.isNow("still", State.OFFLINE) && recorder.isNow("busy", State.OFFLINE));

        // Ten seconds, and the first few frames, from which it learns what is still, with the half second after them.
        assertThat(recorder.frames("still")).hasSizeBetween(10, 40);
        assertThat(recorder.frames("busy")).hasSize(300);
        assertThat(recorder.frames("still").get(9).sequence()).isEqualTo(9);
    }

    @Test
    void keepsSecretsOutOfLogsAndMessages() {
        try (LogCapture log = LogCapture.open()) {
            FfmpegLog.set(FfmpegLog.Level.INFO);
            camera.protectByDigest("operator", password);
            supervisor.attach("gate", TestSources.withSecret(camera.url()));
            framesAgain("gate");
            password = "wrong-Secret-3";
            camera.powerCut();
            await().until(() -> recorder.isNow("gate", State.REFUSED));
            camera.turnOff();
            await().until(() -> recorder.isNow("gate", State.OFFLINE));
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("Secret-"));
            assertThat(recorder.statuses())
                    .noneMatch(status -> status.toString().contains("Secret-"));
        } finally {
            FfmpegLog.set(FfmpegLog.Level.QUIET);
        }
    }

    private void streaming(String name) {
        supervisor.attach(name, CameraSpec.of(camera.url()));
        await().until(() -> recorder.frames(name).size() > 5 && recorder.isNow(name, State.STREAMING));
    }

    private void framesAgain(String name) {
        int before = recorder.frames(name).size();
        await().until(() -> recorder.frames(name).size() > before + 5 && recorder.isNow(name, State.STREAMING));
    }
}
