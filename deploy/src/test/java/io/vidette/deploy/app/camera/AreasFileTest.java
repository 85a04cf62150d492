package io.vidette.deploy.app.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.zone.Areas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AreasFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{'zones':null}", "{'zones':[]}", "{'zones':[],'lines':null,'masks':[]}"})
    void refusesAFileThatDrawsNothing(String json) throws IOException {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UserError.class)
                .hasMessage(file() + " draws no zone, line or mask; to take away what is drawn on camera 'gate', run"
                        + " 'vidette camera zones gate --clear'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it is empty",
                "` ` | it is empty",
                "[] | an object {...} is needed at line 1, column 1",
                "7 | an object {...} is needed at line 1, column 1",
                "{'zones':{}} | a list [...] is needed in zones at line 1, column 10",
                "{'zones':[7]} | an object {...} is needed in zones at line 1, column 11",
                "{'zones':[{'name':'a','points':[['0.1',0],[1,0],[1,1]]}]} | a list [...] of numbers is needed in zones.points at line 1, column 34",
                "{'zones':[{'name':'a','points':[[0,0,1],[1,0],[1,1]]}]} | a point has two numbers, [x, y], and not 3 (line 1, column",
                "{'zones':[{'name':'a','points':[[0,0],[1,0],[1,1]],'minHeight':'0.1'}]} | a number is needed in zones.minHeight at line 1, column",
                "{'zones':[{'name':'a','points':'x'}]} | a list [...] is needed in zones.points at line 1, column 32",
                "{'zones':[{'name':'a','name':'b','points':[[0,0],[1,0],[1,1]]}]} | the field 'name' is given twice at line 1, column",
                "{'zones':[],'zones':[]} | the field 'zones' is given twice at line 1, column",
                "{'zones':[{'name':'a','points':[[NaN,0],[1,0],[1,1]]}]} | 'NaN' is not a number in JSON, at line 1, column",
                "{'zones':[{'name':'a','points':[[-Infinity,0],[1,0],[1,1]]}]} | '-Infinity' is not a number in JSON, at line 1, column",
                "{'zones':[ | not valid JSON: it ends before all that was begun is closed, at line 1, column",
                "{} {} | something follows behind its end at line 1, column 4",
                "{'zones':[{'name':'a','points':[[0,0],[1,0],[1,1]],'minheight':1}]} | unknown field 'minheight'; known here: classes, dwell, minHeight, name, points; at line 1, column",
                "not so | not valid JSON: Unrecognized token 'not'"
            })
    void describesErrorsInTermsOfTheFile(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file() + " cannot be drawn on camera 'gate': " + reason)
                .satisfies(AreasFileTest::speaksNoJava);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{'zones':[", "{'zones':[{'name':'a','points':[", "{'zones':[{'name':"})
    void refusesDeeplyNestedBrackets(String start) {
        assertThatThrownBy(() -> read(start + "[".repeat(5000) + "]".repeat(5000)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is needed")
                .satisfies(AreasFileTest::speaksNoJava);
    }

    @Test
    void readsALine() throws IOException {
        assertThat(read("{'lines':[{'name':'kerb','points':[[0,0.5],[1,0.5]]}]}")
                        .lines())
                .hasSize(1);
    }

    private static void speaksNoJava(Throwable refusal) {
        assertThat(refusal.getMessage())
                .doesNotContain("`", "io.vidette", "Feature", "token (", "Source")
                .doesNotContain("\n");
    }

    private Path file() {
        return folder.resolve("zones.json");
    }

    private Areas read(String json) throws IOException {
        return AreasFile.read(Files.writeString(file(), json.replace('\'', '"')), "gate");
    }
}
