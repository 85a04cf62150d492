package io.vidette.ingest.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vidette.ingest.TestSources;
import io.vidette.ingest.rtsp.TestClips;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.topology.camera.CameraSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSourceTest {
    @TempDir
    private Path directory;

    private Path file;
    private long openBefore;

    @BeforeEach
    void writeClip() throws IOException {
        openBefore = OpenNatives.stillOpen();
        file = directory.resolve("clip with space.h264");
        Files.write(file, TestClips.h264Bytes(160, 120, 25, 10));
    }

    @AfterEach
    void everythingIsClosed() {
        assertThat(OpenNatives.stillOpen()).isEqualTo(openBefore);
    }

    @Test
    void readsAllPicturesOnceAndEnds() throws Exception {
        List<Long> times = new ArrayList<>();
        SourceException end = readAll(TestSources.fast(file.toString(), false), times, 1000);
        assertThat(end.kind()).isEqualTo(Kind.ENDED);
        assertThat(times).hasSize(10);
    }

    @Test
    void readsAFileUrl() throws Exception {
        List<Long> times = new ArrayList<>();
        readAll(TestSources.fast(file.toUri().toString(), false), times, 1000);
        assertThat(times).hasSize(10);
    }

    @Test
    void playsAtTheSpeedOfTheFile() throws Exception {
        long begin = System.nanoTime();
        readAll(CameraSpec.of(file.toString()), new ArrayList<>(), 1000);
        assertThat(System.nanoTime() - begin)
                .as("ten pictures at 25 per second")
                .isGreaterThan(300_000_000L);
    }

    @Test
    void keepsTimesIncreasingWhenLooped() throws Exception {
        List<Long> times = new ArrayList<>();
        readAll(TestSources.fast(file.toString(), true), times, 35);
        assertThat(times).hasSize(35).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void refusesAFileThatDoesNotExist() {
        SourceException e = catchThrowableOfType(
                SourceException.class,
                () -> readOne(CameraSpec.of(directory.resolve("none.mp4").toString())));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
        assertThat(e).hasMessageContaining("none.mp4");
    }

    @Test
    void refusesAFileThatIsNotAVideo() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.mp4"), "nothing to see here");
        SourceException e = catchThrowableOfType(SourceException.class, () -> readOne(CameraSpec.of(text.toString())));
        assertThat(e.kind()).isEqualTo(Kind.REFUSED);
    }

    private static void readOne(CameraSpec spec) throws SourceException {
        try (FrameSource source = TestSources.sources().create(spec)) {
            source.open();
            source.next(() -> {});
        }
    }

    /** The exception that ended it, or one that says that the most were read. */
    private static SourceException readAll(CameraSpec spec, List<Long> times, int most) throws SourceException {
        try (FrameSource source = TestSources.sources().create(spec)) {
            source.open();
            while (times.size() < most) {
                try {
                    times.add(source.next(() -> {}).ptsMicros());
                } catch (SourceException e) {
                    return e;
                }
            }
        }
        return new SourceException(Kind.ABORTED, "read " + most);
    }
}
