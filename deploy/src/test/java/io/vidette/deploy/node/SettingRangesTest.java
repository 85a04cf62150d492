package io.vidette.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.Durations;
import io.vidette.topology.config.Setting;
import io.vidette.topology.fault.UserError;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ranges on the reference page are the ones that are enforced. */
final class SettingRangesTest {
    private static final Set<Class<?>> NUMERIC =
            Set.of(int.class, long.class, float.class, double.class, Duration.class, ByteSize.class);
    private static final Pattern RANGE = Pattern.compile(
            "(0, or )?((?<low>[^ .,]+)\\.\\.(?<high>[^ ,]*)(, .*)?|above (?<excluded>[^ ,]+), up to (?<last>[^ ,]+))");

    /**
     * A value that a setting refuses.
     *
     * @param path of the key
     * @param value of the component's type; absent if the type cannot hold it
     */
    record Outside(
            Class<? extends Record> type,
            RecordComponent component,
            String path,
            String range,
            String text,
            Optional<Object> value) {
        @Override
        public String toString() {
            return path + "=" + text;
        }
    }

    @ParameterizedTest
    @MethodSource("outside")
    void refusesAValueOutOfRangeInTheReader(Outside outside) {
        List<ConfigOverride> overrides = List.of(new ConfigOverride(outside.path, outside.text, "--option"));
        assertThatThrownBy(() -> new ConfigReader<>(NodeConfig.class).read(Optional.empty(), Map.of(), overrides))
                .isInstanceOf(UserError.class)
                .satisfies(error -> {
                    assertThat(error.getMessage())
                            .hasLineCount(1)
                            .contains("--option: '" + outside.path + "' is ", outside.text);
                    outside.value.ifPresent(
                            value -> assertThat(error.getMessage()).endsWith(", outside " + outside.range));
                });
    }

    @ParameterizedTest
    @MethodSource("outside")
    void refusesAValueOutOfRangeInTheRecord(Outside outside) throws ReflectiveOperationException {
        if (outside.value.isEmpty()) {
            return;
        }
        RecordComponent[] components = outside.type.getRecordComponents();
        Record defaults = ConfigReader.defaults(outside.type);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getName().equals(outside.component.getName())
                    ? outside.value.get()
                    : components[i].getAccessor().invoke(defaults);
        }
        Constructor<? extends Record> constructor = outside.type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        assertThatThrownBy(() -> constructor.newInstance(values))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(outside.component.getName() + " is ")
                .hasMessageContaining(", outside " + outside.range);
    }

    @Test
    void findsTheSettings() {
        assertThat(outside().map(Outside::path)).contains("detect.batchFrames", "model.suppression.sigma");
    }

    static Stream<Outside> outside() {
        List<Outside> found = new ArrayList<>();
        collect("", NodeConfig.class, found);
        return found.stream();
    }

    private static void collect(String section, Class<? extends Record> type, List<Outside> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = section + component.getName();
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                collect(path + ".", component.getType().asSubclass(Record.class), found);
            } else if (NUMERIC.contains(component.getType())) {
                Matcher range = RANGE.matcher(setting.range());
                assertThat(range.matches())
                        .as(path + " has the range " + setting.range())
                        .isTrue();
                ends(range, component.getType())
                        .forEach(text -> found.add(new Outside(
                                type, component, path, setting.range(), text, value(component.getType(), text))));
            }
        }
    }

    /** Just below and just above, as text. */
    private static List<String> ends(Matcher range, Class<?> type) {
        List<String> texts = new ArrayList<>();
        boolean isOpen = range.group("excluded") != null;
        texts.add(isOpen ? range.group("excluded") : beside(range.group("low"), -1, type));
        String high = isOpen ? range.group("last") : range.group("high");
        if (!high.isEmpty()) {
            texts.add(beside(high, 1, type));
        }
        return texts;
    }

    private static String beside(String end, int step, Class<?> type) {
        if (type == Duration.class) {
            long millis = Durations.parse(end).toMillis() + step;
            return millis < 0 ? millis + "ms" : Durations.format(Duration.ofMillis(millis));
        }
        if (type == ByteSize.class) {
            return Long.toString(ByteSize.parse(end).bytes() + step);
        }
        if (type == float.class || type == double.class) {
            return Double.toString(Double.parseDouble(end) + step * 0.5);
        }
        return Long.toString(Long.parseLong(end) + step);
    }

    private static Optional<Object> value(Class<?> type, String text) {
        if (type == int.class) {
            return Optional.of(Integer.valueOf(text));
        }
        if (type == long.class) {
            return Optional.of(Long.valueOf(text));
        }
        if (type == float.class) {
            return Optional.of(Float.valueOf(text));
        }
        if (type == double.class) {
            return Optional.of(Double.valueOf(text));
        }
        if (text.startsWith("-")) {
            return Optional.empty();
        }
        return Optional.of(type == Duration.class ? Durations.parse(text) : ByteSize.parse(text));
    }
}
