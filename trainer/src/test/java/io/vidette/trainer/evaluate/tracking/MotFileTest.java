package io.vidette.trainer.evaluate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "1,-1,10,20,30|5 values",
                "0,-1,10,20,30,40,0.5|frame '0'",
                "1.5,-1,10,20,30,40,0.5|frame '1.5'",
                "1e12,-1,10,20,30,40,0.5|frame '1e12'",
                "1,-1,ten,20,30,40,0.5|'ten' is not a number",
                "1,-1,NaN,20,30,40,0.5|'NaN' is not finite",
                "1,-1,1e300,20,30,40,0.5|'1e300' is not a number of pixels",
                "1,-1,10,20,-3,40,0.5|is below 0"
            })
    void namesAnInvalidLine(String line, String reason) throws IOException {
        Path file = file("1,-1,10,20,30,40,0.5", "", line);
        assertThatThrownBy(() -> MotFile.detections(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ":3: ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void namesADuplicateIdInAFrame() throws IOException {
        Path file = file("1,7,10,20,30,40,1", "2,7,10,20,30,40,1", "1,7,50,20,30,40,1");
        assertThatThrownBy(() -> MotFile.tracks(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":3: frame 1 has the id 7 already in line 1");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = folder.resolve("det.txt");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> MotFile.detections(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + " cannot be read: not a text in UTF-8; give a file of MOTChallenge's form");
        Path missing = folder.resolve("nowhere.txt");
        assertThatThrownBy(() -> MotFile.detections(missing))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(missing + " cannot be read: no such file or folder; ");
    }

    @Test
    void ignoresAByteOrderMark() throws IOException {
        assertThat(MotFile.detections(file("\uFEFF1,-1,10,20,30,40,0.5")))
                .singleElement()
                .extracting(MotRow::frame)
                .isEqualTo(1);
    }

    @Test
    void readsTracksAsItWroteThem() throws IOException {
        List<MotRow> rows = List.of(new MotRow(1, 2, 3.25, 4.5, 5, 6, 0.75, -1), new MotRow(2, 2, 3, 4, 5, 6, 1, -1));
        Path file = folder.resolve("out.txt");
        MotFile.write(file, rows);
        assertThat(MotFile.tracks(file)).isEqualTo(rows);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("det.txt"), List.of(lines));
    }
}
