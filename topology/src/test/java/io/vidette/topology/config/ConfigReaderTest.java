package io.vidette.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
    enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    record Detect(
            @Setting(value = "8", range = "1..256", why = "frames in a batch")
            int maxBatch,

            @Setting(value = "20ms", range = "0..10s", why = "wait")
            Duration maxDelay,

            @Setting(value = "0.25", range = "0..1", formerly = "threshold", why = "score")
            double confidence,

            @Setting(value = "exactly-once", why = "guarantee")
            Guarantee guarantee,

            @Setting(value = "", why = "classes") List<String> classes,
            @Setting(value = "", why = "names") Map<String, String> names,
            @Setting(value = "", why = "device") Optional<String> device) {
        Detect {
            if (maxBatch > 1 && maxDelay.isZero()) {
                throw new IllegalArgumentException("maxBatch above 1 needs a maxDelay");
            }
        }
    }

    record Node(
            @Setting(value = "node-1", why = "name") String name,
            @Setting(value = "true", why = "switch") boolean metrics,

            @Setting(value = "9", range = "1..", why = "count")
            long count,

            @Setting(value = "4GiB", range = "1MiB..", why = "size")
            ByteSize frames,

            Detect detect) {}

    private final ConfigReader<Node> reader = new ConfigReader<>(Node.class);

    @TempDir
    private Path directory;

    @Test
    void takesDefaultsFromTheAnnotations() {
        Node node = ConfigReader.defaults(Node.class);

        assertThat(node)
                .isEqualTo(new Node(
                        "node-1",
                        true,
                        9,
                        ByteSize.mebibytes(4096),
                        new Detect(
                                8,
                                Duration.ofMillis(20),
                                0.25,
                                Guarantee.EXACTLY_ONCE,
                                List.of(),
                                Map.of(),
                                Optional.empty())));
    }

    @Test
    void readsEveryTypeFromTheFile() throws IOException {
        Node node = file("""
                name: gate
                metrics: false
                count: 10000000000
                frames: 512MiB
                detect:
                  maxBatch: 16
                  maxDelay: 1s
                  confidence: 0.5
                  guarantee: at-least-once
                  classes: [person, car]
                  names: {a: b, c: 'd'}
                  device: cpu
                """);

        assertThat(node)
                .isEqualTo(new Node(
                        "gate",
                        false,
                        10_000_000_000L,
                        ByteSize.mebibytes(512),
                        new Detect(
                                16,
                                Duration.ofSeconds(1),
                                0.5,
                                Guarantee.AT_LEAST_ONCE,
                                List.of("person", "car"),
                                Map.of("a", "b", "c", "d"),
                                Optional.of("cpu"))));
    }

    @Test
    void keepsDefaultsForKeysMissingInTheFile() throws IOException {
        assertThat(file("")).isEqualTo(ConfigReader.defaults(Node.class));
        assertThat(file("# only a comment\n")).isEqualTo(ConfigReader.defaults(Node.class));
        assertThat(file("detect:\nname:\n")).isEqualTo(ConfigReader.defaults(Node.class));
    }

    @Test
    void prefersTheCommandLineToTheEnvironmentToTheFile() throws IOException {
        Path file = write("name: of-file\ncount: 1\nframes: 1MiB\n");

        ConfigReader.Loaded<Node> loaded = reader.read(
                Optional.of(file),
                Map.of("VIDETTE_NAME", "of-environment", "VIDETTE_COUNT", "2"),
                List.of(new ConfigOverride("name", "of-option", "--name")));

        assertThat(loaded.config().name()).isEqualTo("of-option");
        assertThat(loaded.config().count()).isEqualTo(2);
        assertThat(loaded.config().frames()).isEqualTo(ByteSize.mebibytes(1));
        assertThat(loaded.settings())
                .contains(
                        new EffectiveSetting("name", "of-option", "--name"),
                        new EffectiveSetting("count", "2", "environment variable VIDETTE_COUNT"),
                        new EffectiveSetting("frames", "1MiB", file + ":3:9"),
                        new EffectiveSetting("detect.maxBatch", "8", "default"));
    }

    @Test
    void readsListsAndMapsFromTheEnvironment() {
        Node node = environment(Map.of(
                "VIDETTE_DETECT_MAX_BATCH", "4",
                "VIDETTE_DETECT_CLASSES", "person, car",
                "VIDETTE_DETECT_NAMES", "a=1,b=x=y"));

        assertThat(node.detect().maxBatch()).isEqualTo(4);
        assertThat(node.detect().classes()).containsExactly("person", "car");
        assertThat(node.detect().names()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "x=y"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            detect: {maxBatchs: 8}    | :1:10: unknown key 'detect.maxBatchs'; did you mean 'maxBatch'?
            maxBatch: 8               | :1:1: unknown key 'maxBatch'; did you mean 'detect.maxBatch'?
            zzzzzzzzzz: 8             | :1:1: unknown key 'zzzzzzzzzz'; known: name, metrics, count, frames, detect
            detect: {maxBatch: 999}   | :1:20: 'detect.maxBatch' is 999, outside 1..256
            detect: {maxBatch: 0}     | :1:20: 'detect.maxBatch' is 0, outside 1..256
            detect: {maxBatch: many}  | :1:20: 'detect.maxBatch' is 'many', but must be a whole number
            detect: {maxBatch: [1]}   | :1:20: 'detect.maxBatch' is '1', but must be a whole number
            detect: {confidence: 1.1} | :1:22: 'detect.confidence' is 1.1, outside 0..1
            detect: {confidence: .nan}| :1:22: 'detect.confidence' is '.nan', but must be a number
            detect: {maxDelay: 50}    | :1:20: 'detect.maxDelay' is '50', but must be a duration such as 50ms, 10s, 5m or 1h
            detect: {maxDelay: 11s}   | :1:20: 'detect.maxDelay' is 11s, outside 0..10s
            detect: {guarantee: none} | :1:21: 'detect.guarantee' is 'none', but must be one of exactly-once, at-least-once
            metrics: yes              | :1:10: 'metrics' is 'yes', but must be true or false
            frames: 4GB               | :1:9: 'frames' is '4GB', but must be a size such as 512KiB or 4GiB
            frames: 1KiB              | :1:9: 'frames' is 1KiB, outside 1MiB..
            detect: 3                 | :1:9: 'detect' is a section with the keys maxBatch, maxDelay, confidence
            detect: {classes: [[a]]}  | :1:20: 'detect.classes' holds a value that is nested too deep
            {name: a, name: b}        | :1:11: the key 'name' is there twice
            [1, 2]                    | :1:1: expected keys such as
            'name: {'                 | no YAML
            """)
    void namesPlaceKeyAndRemedyInOneLine(String yaml, String expected) throws IOException {
        Path file = write(yaml);

        assertRefused(() -> reader.read(Optional.of(file), Map.of(), List.of()))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAnAlias() throws IOException {
        Path file = write("name: &n gate\ndetect:\n  device: *n\n");

        assertRefused(() -> reader.read(Optional.of(file), Map.of(), List.of()))
                .hasMessageContaining(":3:")
                .hasMessageContaining("aliases");
    }

    @Test
    void refusesASecondDocument() throws IOException {
        Path file = write("name: a\n---\nname: b\n");

        assertRefused(() -> reader.read(Optional.of(file), Map.of(), List.of()))
                .hasMessageContaining("second document");
    }

    @Test
    void namesAMissingFile() {
        Path file = directory.resolve("absent.yaml");

        assertRefused(() -> reader.read(Optional.of(file), Map.of(), List.of()))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--config");
    }

    @Test
    void namesTheSetKeysOfAnInvalidCombination() {
        assertRefused(() -> environment(Map.of("VIDETTE_DETECT_MAX_DELAY", "0")))
                .hasMessage("section 'detect', detect.maxDelay (environment variable VIDETTE_DETECT_MAX_DELAY):"
                        + " maxBatch above 1 needs a maxDelay");
    }

    @Test
    void namesOnlyTheKeysOfTheMessage() {
        assertRefused(() -> environment(Map.of("VIDETTE_DETECT_MAX_DELAY", "0", "VIDETTE_DETECT_CONFIDENCE", "0.5")))
                .hasMessageContaining("detect.maxDelay")
                .hasMessageNotContaining("confidence");
    }

    @Test
    void namesTheNewNameOfARenamedKey() throws IOException {
        Path file = Files.writeString(directory.resolve("renamed.yaml"), "detect: {threshold: 0.5}");
        assertRefused(() -> reader.read(Optional.of(file), Map.of(), List.of()))
                .hasMessageEndingWith("unknown key 'detect.threshold'; it is called 'detect.confidence' now");
        assertRefused(() -> environment(Map.of("VIDETTE_DETECT_THRESHOLD", "0.5")))
                .hasMessage("unknown environment variable VIDETTE_DETECT_THRESHOLD;"
                        + " it is called 'VIDETTE_DETECT_CONFIDENCE' now");
        List<ConfigOverride> overrides = List.of(new ConfigOverride("detect.threshold", "0.5", "--set"));
        assertRefused(() -> reader.read(Optional.empty(), Map.of(), overrides))
                .hasMessage("--set: unknown key 'detect.threshold'; it is called 'detect.confidence' now");
    }

    @Test
    void refusesAnUnknownVariable() {
        assertRefused(() -> environment(Map.of("VIDETTE_DETECT_MAXBATCH", "8")))
                .hasMessage("unknown environment variable VIDETTE_DETECT_MAXBATCH;"
                        + " did you mean 'VIDETTE_DETECT_MAX_BATCH'?");
    }

    @Test
    void ignoresEnvironmentVariablesThatAreNotSettings() {
        Node node = environment(Map.of(
                "PATH", "/bin",
                "VIDETTE_JAVA_OPTS", "-Xmx1g",
                "VIDETTE_SECRET_GATE", "user:password",
                "VIDETTE_SERVICE_HOST", "10.0.0.1",
                "VIDETTE_CONSOLE_PORT_8080_TCP_ADDR", "10.0.0.1",
                "VIDETTE_CONSOLE_PORT", "tcp://10.0.0.1:8080"));

        assertThat(node).isEqualTo(ConfigReader.defaults(Node.class));
    }

    @Test
    void refusesAnOverrideOfAnUnknownKey() {
        assertRefused(() -> reader.read(
                        Optional.empty(), Map.of(), List.of(new ConfigOverride("detect.batch", "1", "--set"))))
                .hasMessageStartingWith("--set: unknown key 'detect.batch'");
    }

    @Test
    void refusesInvalidRecordClasses() {
        record BadDefault(@Setting(value = "x", why = "") int key) {}
        record OutOfRange(
                @Setting(value = "0", range = "1..2", why = "")
                int key) {}
        record NoSetting(int key) {}
        record BadType(@Setting(value = "x", why = "") Object key) {}

        for (Class<? extends Record> wrong :
                List.of(BadDefault.class, OutOfRange.class, NoSetting.class, BadType.class)) {
            assertThatThrownBy(() -> new ConfigReader<>(wrong))
                    .as(wrong.getSimpleName())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private Node file(String yaml) throws IOException {
        return reader.read(Optional.of(write(yaml)), Map.of(), List.of()).config();
    }

    private Node environment(Map<String, String> environment) {
        return reader.read(Optional.empty(), environment, List.of()).config();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("vidette.yaml"), yaml);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(UserError.class)
                .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
    }
}
