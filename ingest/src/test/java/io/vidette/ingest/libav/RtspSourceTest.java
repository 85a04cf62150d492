package io.vidette.ingest.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.vidette.ingest.Sources;
import io.vidette.ingest.TestSources;
import io.vidette.ingest.rtsp.RtspCamera;
import io.vidette.ingest.rtsp.TestCertificate;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.ingest.rtsp.VideoClip;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.message.CaptureClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RtspSourceTest {
    private static final long SEED = 11;

    private static VideoClip clip;

    private RtspCamera camera;
    private long openBefore;

    @BeforeAll
    static void encodeClip() {
        FfmpegLog.set(FfmpegLog.Level.QUIET);
        clip = TestClips.h264(320, 240, 25, 50);
    }

    @BeforeEach
    void startCamera() {
        openBefore = OpenNatives.stillOpen();
        camera = RtspCamera.start(clip, SEED);
    }

    @AfterEach
    void everythingIsClosed() {
        camera.close();
        assertThat(OpenNatives.stillOpen()).isEqualTo(openBefore);
    }

    @Test
    void readsH264OverTcp() throws Exception {
        assertThat(read(CameraSpec.of(camera.url()), 30)).hasSize(30).containsOnly("320x240");
    }

    @Test
    void readsH264OverUdp() throws Exception {
        assertThat(read(TestSources.udp(camera.url()), 30)).hasSize(30).containsOnly("320x240");
    }

    @Test
    void readsH265() throws Exception {
        camera.show(TestClips.h265());
        assertThat(read(CameraSpec.of(camera.url()), 20)).hasSize(20).containsOnly("320x180");
    }

    @Test
    void followsAChangeOfResolution() throws Exception {
        VideoClip larger = TestClips.h264(640, 480, 25, 25);
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            assertThat(size(source.next(() -> {}))).isEqualTo("320x240");
            camera.show(larger);
            String size = "";
            for (int i = 0; i < 100 && !size.equals("640x480"); i++) {
                size = size(source.next(() -> {}));
            }
            assertThat(size).isEqualTo("640x480");
        }
    }

    @Test
    void logsInByDigest() throws Exception {
        camera.protectByDigest("operator", "p@ss:w/rd %?#é");
        assertThat(readAs("operator", "p@ss:w/rd %?#é")).hasSize(5);
    }

    @Test
    void logsInByBasic() throws Exception {
        camera.protectByBasic("operator", "p@ss:w/rd %?#é");
        assertThat(readAs("operator", "p@ss:w/rd %?#é")).hasSize(5);
    }

    @Test
    void reportsAWrongPasswordWithoutShowingIt() {
        camera.protectByDigest("operator", "right");
        SourceException e = catchThrowableOfType(SourceException.class, () -> readAs("operator", "hunter2"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("401").hasMessageContaining("check user and password in the secret 'gate'");
        assertThat(e.getMessage()).doesNotContain("hunter2").doesNotContain("operator");
    }

    @Test
    void namesASecretThatIsMissing() {
        SourceException e = failure(TestSources.withSecret(camera.url()));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("no secret 'gate' on this node");
    }

    @Test
    void refusesAStreamWithoutVideo() {
        camera.faults().withoutVideo(true);
        SourceException e = failure(CameraSpec.of(camera.url()));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("no video stream");
    }

    @Test
    void refusesAPathThatDoesNotExist() {
        SourceException e = failure(CameraSpec.of(camera.url() + "era2"));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("404");
    }

    @Test
    void reportsARefusedConnection() {
        camera.turnOff();
        SourceException e = failure(CameraSpec.of(camera.url()));
        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e).hasMessageContaining("Connection refused");
    }

    @Test
    void reportsACameraThatDoesNotAnswer() {
        camera.faults().mute(true);
        SourceException e = failure(CameraSpec.of(camera.url()));
        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e).hasMessageContaining("no answer");
    }

    @Test
    void reportsAStall() throws Exception {
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            source.next(() -> {});
            camera.faults().stall(true);
            SourceException e = catchThrowableOfType(SourceException.class, () -> readOn(source));
            assertThat(e.kind()).isEqualTo(Kind.STALLED);
        }
    }

    /** Its last picture comes only as the time runs out; the time must not begin again then. */
    @Test
    void reportsAStallAfterOneTimeout() throws Exception {
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            source.next(() -> {});
            camera.faults().stall(true);
            AtomicLong lastNanos = new AtomicLong();
            SourceException e = catchThrowableOfType(SourceException.class, () -> {
                while (true) {
                    source.next(() -> {});
                    lastNanos.set(System.nanoTime());
                }
            });
            assertThat(e.kind()).isEqualTo(Kind.STALLED);
            assertThat(Duration.ofNanos(System.nanoTime() - lastNanos.get())).isLessThan(TestSources.STALL);
        }
    }

    @Test
    void reportsAPowerCut() throws Exception {
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            source.next(() -> {});
            camera.powerCut();
            SourceException e = catchThrowableOfType(SourceException.class, () -> readOn(source));
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void endsABlockedReadOnAbort() throws Exception {
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            source.next(() -> {});
            camera.faults().stall(true);
            Thread aborter = new Thread(source::abort);
            aborter.start();
            SourceException e = catchThrowableOfType(SourceException.class, () -> readOn(source));
            assertThat(e.kind()).isEqualTo(Kind.ABORTED);
            aborter.join();
        }
    }

    @Test
    void sendsTeardownWhenClosed() throws Exception {
        read(CameraSpec.of(camera.url()), 1);
        await().until(() -> camera.teardowns() == 1 && camera.clients() == 0);
    }

    @Test
    void readsTheCamerasClock() throws Exception {
        camera.faults().skewClock(Duration.ofSeconds(20));
        SourceFrame frame = frame(50);
        assertThat(frame.clock()).isEqualTo(CaptureClock.RTCP);
        assertThat(frame.clockOffset().orElseThrow()).isBetween(Duration.ofSeconds(-21), Duration.ofSeconds(-15));
        assertThat(frame.capturedAt()).isAfter(frame.arrivedAt().plusSeconds(15));
    }

    @Test
    void ignoresAnImplausibleClockButReportsItsOffset() throws Exception {
        camera.faults().skewClock(Duration.ofDays(-365));
        SourceFrame frame = frame(50);
        assertThat(frame.clock()).isEqualTo(CaptureClock.ARRIVAL);
        assertThat(frame.capturedAt()).isEqualTo(frame.arrivedAt());
        assertThat(frame.clockOffset().orElseThrow()).isGreaterThan(Duration.ofDays(364));
    }

    @Test
    void usesTheArrivalTimeWithoutSenderReports() throws Exception {
        camera.faults().withoutReports(true);
        SourceFrame frame = frame(30);
        assertThat(frame.clock()).isEqualTo(CaptureClock.ARRIVAL);
        assertThat(frame.clockOffset()).isEmpty();
    }

    @Test
    void countsDamageAndContinues() throws Exception {
        camera.faults().damage(0.05);
        List<String> damage = new ArrayList<>();
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            for (int i = 0; i < 60; i++) {
                source.next(() -> damage.add("x"));
            }
        }
        assertThat(damage).as("seed " + SEED).isNotEmpty();
    }

    @Test
    void readsOverTlsWithATrustedCertificate(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            Sources trusting = new Sources(TestSources.settings(Optional.of(certificate.authority())), Secrets.none());
            assertThat(read(trusting, CameraSpec.of(secure.url()), 10)).hasSize(10);
        }
    }

    @Test
    void refusesAnUntrustedCertificate(@TempDir Path directory) {
        TestCertificate certificate = TestCertificate.forHost("localhost", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            SourceException e = failure(CameraSpec.of(secure.url()));
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            assertThat(e).hasMessageContaining("certificate").hasMessageContaining("caFile");
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHost(@TempDir Path directory) {
        TestCertificate certificate = TestCertificate.forHost("elsewhere.example", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            Sources trusting = new Sources(TestSources.settings(Optional.of(certificate.authority())), Secrets.none());
            SourceException e =
                    catchThrowableOfType(SourceException.class, () -> read(trusting, CameraSpec.of(secure.url()), 1));
            assertThat(e).as("the failure").isNotNull();
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void refusesTheCertificateOfAHostWhenTheCameraIsNamedByItsAddress(@TempDir Path directory) {
        TestCertificate certificate = TestCertificate.forHost("localhost", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            Sources trusting = new Sources(TestSources.settings(Optional.of(certificate.authority())), Secrets.none());
            String byAddress = secure.url().replace("localhost", "127.0.0.1");
            SourceException e =
                    catchThrowableOfType(SourceException.class, () -> read(trusting, CameraSpec.of(byAddress), 1));
            assertThat(e).as("the failure").isNotNull();
            assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void readsOverTlsWithACertificateForItsAddress(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.forAddress("127.0.0.1", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            Sources trusting = new Sources(TestSources.settings(Optional.of(certificate.authority())), Secrets.none());
            String byAddress = secure.url().replace("localhost", "127.0.0.1");
            assertThat(read(trusting, CameraSpec.of(byAddress), 2)).hasSize(2);
        }
    }

    @Test
    void readsOverTlsWithoutVerificationWhenConfigured(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost", directory);
        try (RtspCamera secure = RtspCamera.startTls(clip, certificate.context(), SEED)) {
            assertThat(read(TestSources.unverified(secure.url()), 5)).hasSize(5);
        }
    }

    private SourceFrame frame(int index) throws SourceException {
        try (FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()))) {
            source.open();
            SourceFrame frame = source.next(() -> {});
            for (int i = 0; i < index; i++) {
                frame = source.next(() -> {});
            }
            return frame;
        }
    }

    private List<String> readAs(String user, String password) throws SourceException {
        return read(TestSources.sources(user, password), TestSources.withSecret(camera.url()), 5);
    }

    private static List<String> read(CameraSpec spec, int count) throws SourceException {
        return read(TestSources.sources(), spec, count);
    }

    private static List<String> read(Sources sources, CameraSpec spec, int count) throws SourceException {
        List<String> sizes = new ArrayList<>();
        try (FrameSource source = sources.create(spec)) {
            source.open();
            for (int i = 0; i < count; i++) {
                sizes.add(size(source.next(() -> {})));
            }
        }
        return sizes;
    }

    private static SourceException failure(CameraSpec spec) {
        SourceException e = catchThrowableOfType(SourceException.class, () -> read(spec, 1));
        assertThat(e).as("the failure").isNotNull();
        return e;
    }

    private static void readOn(FrameSource source) throws SourceException {
        for (int i = 0; i < 1000; i++) {
            source.next(() -> {});
        }
    }

    private static String size(SourceFrame frame) {
        return frame.picture().width() + "x" + frame.picture().height();
    }
}
