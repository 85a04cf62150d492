package io.vidette.deploy.cli.camera;

import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.Records;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of 'camera add' for the settings of a camera. They are made from the {@link Setting}s of {@link CameraSpec} and
 * of the records in it, so a setting that is added there has its option.
 */
final class SettingOptions implements IModelTransformer {
    /** Options whose names are not those of their components. */
    private static final Map<String, String> NAMES =
            Map.of("area", "--motion-area", "hold", "--motion-hold", "policy", "--admission");

    @Override
    public CommandSpec transform(CommandSpec command) {
        // picocli calls this again for each command above, up to the root.
        settings(CameraSpec.class)
                .filter(component -> command.findOption(name(component)) == null)
                .map(SettingOptions::option)
                .forEach(command::addOption);
        return command;
    }

    /**
     * A camera with the settings that were given.
     *
     * @param start has the settings that were not given
     * @throws IllegalArgumentException that names the option and what is allowed
     */
    static CameraSpec read(ParseResult given, CameraSpec start) {
        return filled(start, given);
    }

    /** The options of a record's own settings. */
    static List<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(SettingOptions::isSetting)
                .map(SettingOptions::name)
                .toList();
    }

    private static <R extends Record> R filled(R start, ParseResult given) {
        @SuppressWarnings("unchecked") // the class of an instance
        Class<R> type = (Class<R>) start.getClass();
        return Records.of(type, component -> value(component, Records.read(start, component), given));
    }

    private static Object value(RecordComponent component, Object start, ParseResult given) {
        if (isSetting(component)) {
            String option = name(component);
            return given.hasMatchedOption(option) ? parsed(component, option, given) : start;
        }
        if (start instanceof Optional<?> optional && optional.isPresent()) {
            return Optional.of(value(component, optional.get(), given));
        }
        return start instanceof Record record && hasSettings(record.getClass()) ? filled(record, given) : start;
    }

    private static Object parsed(RecordComponent component, String option, ParseResult given) {
        String text = String.valueOf(given.<Object>matchedOptionValue(option, ""));
        try {
            return Settings.parse(component, component.getType().isEnum() ? text.toLowerCase(Locale.ROOT) : text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
    }

    /** The components that have a setting, with those of the records in it. */
    private static Stream<RecordComponent> settings(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> isSetting(component)
                        ? Stream.of(component)
                        : record(component).map(SettingOptions::settings).orElseGet(Stream::empty));
    }

    private static Optional<Class<?>> record(RecordComponent component) {
        Type type = component.getGenericType() instanceof ParameterizedType optional
                ? optional.getActualTypeArguments()[0]
                : component.getType();
        return type instanceof Class<?> c && c.isRecord() ? Optional.of(c) : Optional.empty();
    }

    private static boolean hasSettings(Class<?> type) {
        return settings(type).findAny().isPresent();
    }

    private static boolean isSetting(RecordComponent component) {
        return component.getAnnotation(Setting.class) != null;
    }

    private static OptionSpec option(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        OptionSpec.Builder option = OptionSpec.builder(name(component)).description(description(component, setting));
        if (component.getType() == boolean.class) {
            boolean standard = Boolean.parseBoolean(setting.value());
            option.type(boolean.class).arity("0").negatable(standard);
            // picocli turns the default round where an option is given without a value.
            option.defaultValue(setting.value()).fallbackValue("true");
        } else {
            option.type(String.class).paramLabel(label(component));
        }
        return option.build();
    }

    /** Such as "Quality of a published JPEG (1..100; default: 85)." */
    private static String description(RecordComponent component, Setting setting) {
        String why = setting.why().substring(0, 1).toUpperCase(Locale.ROOT)
                + setting.why().substring(1);
        boolean isNamed =
                component.getType() == boolean.class || setting.value().isEmpty();
        return (isNamed ? why : why + " (" + setting.range() + "; default: " + setting.value() + ")").replace("%", "%%")
                + ".";
    }

    private static String label(RecordComponent component) {
        if (component.getType().isEnum()) {
            return kebab(component).toUpperCase(Locale.ROOT);
        }
        if (component.getType() == Duration.class) {
            return "TIME";
        }
        return component.getType().isPrimitive() ? "N" : "NAME";
    }

    private static String name(RecordComponent component) {
        return NAMES.getOrDefault(component.getName(), "--" + kebab(component));
    }

    private static String kebab(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
