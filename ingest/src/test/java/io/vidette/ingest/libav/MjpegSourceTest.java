package io.vidette.ingest.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vidette.ingest.Sources;
import io.vidette.ingest.TestSources;
import io.vidette.ingest.picture.PicturePreparer;
import io.vidette.ingest.picture.PicturePreparer.Picture;
import io.vidette.ingest.rtsp.MjpegCamera;
import io.vidette.ingest.rtsp.TestCertificate;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MjpegSourceTest {
    @Test
    void passesPicturesThroughUntouched() throws Exception {
        List<byte[]> jpegs = jpegs();
        assertThat(read(jpegs, 640, 6))
                .allSatisfy(picture -> assertThat(jpegs)
                        .anySatisfy(jpeg -> assertThat(picture.jpeg()).isEqualTo(jpeg)));
    }

    @Test
    void scalesPicturesThatAreTooLarge() throws Exception {
        assertThat(read(jpegs(), 160, 6)).allSatisfy(picture -> {
            assertThat(picture.size().width()).isEqualTo(160);
            assertThat(picture.source().width()).isEqualTo(320);
        });
    }

    @Test
    void continuesAfterABrokenPicture() throws Exception {
        List<byte[]> jpegs = new ArrayList<>(jpegs());
        jpegs.add(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3, 4, 5});
        assertThat(read(jpegs, 640, 20)).hasSize(20);
    }

    @Test
    void checksTheCertificateOverHttps(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost", directory);
        try (MjpegCamera camera = MjpegCamera.startTls(jpegs(), certificate.context())) {
            readOne(Optional.of(certificate.authority()), CameraSpec.of(camera.url()));
            readOne(Optional.empty(), TestSources.unverified(camera.url()));
            SourceException e = catchThrowableOfType(
                    SourceException.class, () -> readOne(Optional.empty(), CameraSpec.of(camera.url())));
            assertThat(e.kind()).isEqualTo(SourceException.Kind.REFUSED);
            assertThat(e).hasMessageContaining("certificate");
        }
    }

    private static void readOne(Optional<Path> caFile, CameraSpec spec) throws SourceException {
        try (FrameSource source = new Sources(TestSources.settings(caFile), Secrets.none()).create(spec)) {
            source.open();
            source.next(() -> {});
        }
    }

    private static List<Picture> read(List<byte[]> jpegs, int maxSide, int count) throws SourceException {
        List<Picture> pictures = new ArrayList<>();
        try (MjpegCamera camera = MjpegCamera.start(jpegs);
                FrameSource source = TestSources.sources().create(CameraSpec.of(camera.url()));
                PicturePreparer preparer = new PicturePreparer(maxSide, 85)) {
            source.open();
            while (pictures.size() < count) {
                pictures.add(preparer.prepare(source.next(() -> {})));
            }
        }
        return pictures;
    }

    private static List<byte[]> jpegs() throws SourceException {
        List<byte[]> jpegs = new ArrayList<>();
        try (FrameSource source =
                        TestSources.sources().create(TestSources.fast("synthetic:?size=320x240&frames=3", false));
                PicturePreparer preparer = new PicturePreparer(640, 85)) {
            source.open();
            for (int i = 0; i < 3; i++) {
                jpegs.add(preparer.prepare(source.next(() -> {})).jpeg());
            }
        }
        return jpegs;
    }
}
