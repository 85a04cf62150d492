package io.vidette.deploy.cli.camera;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vidette.topology.camera.Admission;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.MotionGate;
import io.vidette.topology.config.Setting;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** A setting of a camera is declared once, with its component: option, help and schema follow from there. */
final class CameraSettingTest {
    private static final Pattern ENDS = Pattern.compile("(?<low>[0-9.a-z]+?)\\.\\.(?<high>[0-9.a-z]+)");
    private static final String DURATION = "^(0|\\d{1,12}\\s*(ms|s|m|h|d))$";
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withArrayIndenter(new DefaultIndenter("  ", "\n"))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withSeparators(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    private static final CameraSpec START =
            CameraSpec.of("synthetic:").change(CameraSpec::motion).to(Optional.of(MotionGate.DEFAULT));
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

    /** The schema is compared with what the declarations give; the right one is written to target/cameras.json. */
    @Test
    void generatesThePublishedSchema() throws IOException {
        Path root = Path.of(System.getProperty("vidette.root"));
        Path file = root.resolve("docs/schemas/cameras.json");
        JsonNode schema = Json.mapper().readTree(file.toFile());
        settings().forEach(declared -> {
            int slash = declared.pointer.lastIndexOf('/');
            String parent = declared.pointer.substring(0, slash).replace("/", "/properties/") + "/properties";
            ((ObjectNode) schema.at(parent)).set(declared.component.getName(), property(declared));
        });
        String generated = Json.mapper().writer(PRETTY).writeValueAsString(schema) + "\n";
        Path corrected = root.resolve("deploy/target/cameras.json");
        Files.writeString(corrected, generated);
        assertThat(Files.readString(file))
                .as("docs/schemas/cameras.json, as the settings declare it; copy %s", corrected)
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void takesTheValueOfAnOption(Declared declared) {
        String name = declared.component.getName();
        String kebab = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        boolean isFlag = declared.component.getType() == boolean.class;
        boolean isOn = isFlag && Boolean.parseBoolean(declared.setting().value());
        String option = OPTIONS.getOrDefault(name, (isOn ? "--no-" : "--") + kebab);
        String other = other(declared);
        CommandLine command = new CommandLine(new CameraAdd());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        List<String> arguments = new ArrayList<>(List.of("gate", "synthetic:", option));
        if (!isFlag) {
            arguments.add(other);
        }
        ParseResult given = command.parseArgs(arguments.toArray(String[]::new));
        assertThat(written(SettingOptions.read(given, START), declared)).isEqualTo(other);
        assertThat(written(START, declared)).isNotEqualTo(other);
        assertThat(given.matchedOptions()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void showsTheDefaultInTheHelp(Declared declared) {
        String help = withoutSpaces(new CommandLine(new CameraAdd()).getUsageMessage());
        Setting setting = declared.setting();
        assertThat(help).containsIgnoringCase(withoutSpaces(setting.why()));
        if (declared.component.getType() != boolean.class && !setting.value().isEmpty()) {
            assertThat(help).contains(withoutSpaces("(" + setting.range() + "; default: " + setting.value() + ")"));
        }
    }

    /** The help breaks its lines anywhere. */
    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void usesTheDefaultWithoutAnOption(Declared declared) {
        assertThat(written(START, declared)).isEqualTo(declared.setting().value());
    }

    /** The setting's value in the JSON form of a camera, as it would stand in a configuration file. */
    private static String written(CameraSpec camera, Declared declared) {
        JsonNode value = Json.mapper().valueToTree(camera).at(declared.pointer);
        return value.asText().replaceFirst("\\.0$", "");
    }

    /** An allowed value that is not the default. */
    private static String other(Declared declared) {
        Setting setting = declared.setting();
        Matcher ends = ENDS.matcher(setting.range());
        if (ends.matches()) {
            return ends.group("high");
        }
        if (declared.component.getType() == boolean.class) {
            return String.valueOf(!Boolean.parseBoolean(setting.value()));
        }
        return declared.component.getType().isEnum()
                ? setting.range().substring(setting.range().lastIndexOf(' ') + 1)
                : "else";
    }

    private static JsonNode property(Declared declared) {
        Setting setting = declared.setting();
        Class<?> type = declared.component.getType();
        ObjectNode property = Json.mapper().createObjectNode();
        Matcher ends = ENDS.matcher(setting.range());
        if (type.isEnum()) {
            List.of(setting.range().split(", ")).forEach(property.putArray("enum")::add);
            property.put("default", setting.value());
        } else if (type == boolean.class) {
            property.put("type", "boolean").put("default", Boolean.parseBoolean(setting.value()));
        } else if (type == Duration.class) {
            property.put("type", "string").put("pattern", DURATION).put("default", setting.value());
        } else if (ends.matches()) {
            property.put("type", type == int.class ? "integer" : "number");
            property.put("minimum", new BigDecimal(ends.group("low")));
            property.put("maximum", new BigDecimal(ends.group("high")));
            property.put("default", new BigDecimal(setting.value()));
        } else {
            property.put("type", "string");
        }
        return property.put("description", setting.why() + (type == Duration.class ? "; " + setting.range() : ""));
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
