package io.vidette.deploy.cli.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.config.Setting;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A setting of a camera is declared with its component; all other places agree with the declaration. */
final class CameraSettingTest {
    private static final Pattern NUMBERS = Pattern.compile("(?<low>[0-9.]+?)\\.\\.(?<high>[0-9.]+)");
    /** Components that are no settings: the argument of the command, and records of their own. */
    private static final Set<String> OTHERS = Set.of("url", "motion", "admission", "areas");
    /** Options whose names are not those of their components. */
    private static final Map<String, String> OPTIONS = Map.of(
            "verifyTls", "--no-verify-tls",
            "area", "--motion-area",
            "hold", "--motion-hold",
            "policy", "--admission");

    /** A setting and its place in the JSON form of a camera. */
    record Declared(RecordComponent component, String pointer) {
        Setting setting() {
            return component.getAnnotation(Setting.class);
        }

        @Override
        public String toString() {
            return pointer;
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void hasItsDefaultAndRangeInTheSchema(Declared declared) throws IOException {
        Path schemas = Path.of(System.getProperty("vidette.root"), "docs", "schemas");
        JsonNode schema = Json.mapper().readTree(schemas.resolve("cameras.json").toFile());
        JsonNode property = schema.at("/properties" + declared.pointer.replaceAll("(?<=.)/", "/properties/"));
        assertThat(property.isMissingNode()).isFalse();
        assertThat(property.path("default").asText())
                .isEqualTo(declared.setting().value());
        Matcher numbers = NUMBERS.matcher(declared.setting().range());
        if (numbers.matches()) {
            assertThat(property.path("minimum").decimalValue()).isEqualByComparingTo(numbers.group("low"));
            assertThat(property.path("maximum").decimalValue()).isEqualByComparingTo(numbers.group("high"));
        }
        if (property.has("enum")) {
            List<String> choices = new ArrayList<>();
            property.path("enum").forEach(choice -> choices.add(choice.asText()));
            assertThat(String.join(", ", choices)).isEqualTo(declared.setting().range());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void hasItsDefaultInTheCommand(Declared declared) {
        String name = declared.component.getName();
        String option = OPTIONS.getOrDefault(
                name, "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
        OptionSpec found = new CommandLine(new CameraAdd()).getCommandSpec().findOption(option);
        assertThat(found).as(option).isNotNull();
        if (declared.component.getType() == boolean.class) {
            // Without an argument it turns the default round.
            assertThat(option.startsWith("--no-"))
                    .isEqualTo(Boolean.parseBoolean(declared.setting().value()));
        } else {
            assertThat(found.defaultValue() == null ? "" : found.defaultValue())
                    .isEqualTo(declared.setting().value());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void hasItsDefaultInTheCameraRecord(Declared declared) {
        JsonNode camera = Json.mapper()
                .valueToTree(CameraSpec.builder("synthetic:")
                        .motion(MotionGate.DEFAULT)
                        .build());
        JsonNode value = camera.at(declared.pointer);
        if (value.isNumber()) {
            assertThat(value.decimalValue())
                    .isEqualByComparingTo(declared.setting().value());
        } else {
            assertThat(value.asText()).isEqualTo(declared.setting().value());
        }
    }

    static Stream<Declared> settings() {
        return Stream.of(
                        settings(CameraSpec.class, "/"),
                        settings(MotionGate.class, "/motion/"),
                        settings(Admission.class, "/admission/"))
                .flatMap(each -> each);
    }

    private static Stream<Declared> settings(Class<? extends Record> type, String parent) {
        List<Declared> declared = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isSetting = component.getAnnotation(Setting.class) != null;
            assertThat(isSetting).as(component.toString()).isNotEqualTo(OTHERS.contains(component.getName()));
            if (isSetting) {
                declared.add(new Declared(component, parent + component.getName()));
            }
        }
        return declared.stream();
    }
}
