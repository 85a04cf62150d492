package io.vidette.topology.config;

import io.vidette.topology.config.ConfigSchema.Section;
import io.vidette.topology.config.RawValue.Given;
import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads configuration into nested records whose components bear {@link Setting}. The command line outranks the
 * environment, which outranks the file, which outranks the defaults.
 */
public final class ConfigReader<T extends Record> {
    private final Class<T> type;
    private final ConfigSchema schema;

    /**
     * For one root record.
     *
     * @throws IllegalStateException if the records are declared incorrectly
     */
    public ConfigReader(Class<T> type) {
        this.type = type;
        this.schema = new ConfigSchema(type);
    }

    /** The defaults of a record, section or root. */
    public static <T extends Record> T defaults(Class<T> type) {
        return new ConfigReader<>(type)
                .read(Optional.empty(), Map.of(), List.of())
                .config();
    }

    /**
     * Reads it all.
     *
     * @param environment as {@link System#getenv()} gives it
     * @throws UserError in one line that names the place, the key, the value and what is allowed
     */
    public Loaded<T> read(Optional<Path> file, Map<String, String> environment, List<ConfigOverride> overrides) {
        Map<String, Given> given = new LinkedHashMap<>();
        file.ifPresent(path -> given.putAll(YamlConfig.read(path, schema)));
        given.putAll(EnvironmentConfig.read(environment, schema));
        for (ConfigOverride override : overrides) {
            if (!schema.keys().containsKey(override.key())) {
                throw new UserError(override.origin() + ": unknown key '" + override.key() + "'; "
                        + schema.suggestion(override.key()));
            }
            given.put(override.key(), new Given(new RawValue.Text(override.value()), override.origin()));
        }
        Building building = new Building(given);
        return new Loaded<>(type.cast(building.section(schema.root())), building.settings);
    }

    /**
     * The outcome.
     *
     * @param settings every key with its value and where that came from, in the order of the records
     */
    public record Loaded<T extends Record>(T config, List<EffectiveSetting> settings) {
        public Loaded {
            settings = List.copyOf(settings);
        }
    }

    /** From values to records. */
    private static final class Building {
        private static final Pattern NO_WORD = Pattern.compile("\\W+");

        private final Map<String, Given> given;
        private final List<EffectiveSetting> settings = new ArrayList<>();

        Building(Map<String, Given> given) {
            this.given = given;
        }

        Record section(Section section) {
            try {
                return Records.of(
                        section.type(),
                        component -> Objects.requireNonNull(section.children().get(component.getName()))
                                .<Object>map(this::section, leaf -> value(leaf.key())));
            } catch (IllegalArgumentException refusal) {
                throw new UserError(
                        origins(section, String.valueOf(refusal.getMessage())) + refusal.getMessage(), refusal);
            }
        }

        private Object value(ConfigKey key) {
            Given value = given.getOrDefault(
                    key.path(), new Given(new RawValue.Text(key.setting().value()), "default"));
            try {
                Object parsed = key.parse(value.value());
                settings.add(new EffectiveSetting(key.path(), ConfigText.of(parsed), value.origin()));
                return parsed;
            } catch (IllegalArgumentException e) {
                throw new UserError(value.origin() + ": '" + key.path() + "' " + e.getMessage(), e);
            }
        }

        /** A record rejects its values as a whole. Names the set keys that the message mentions, or all set keys. */
        private String origins(Section section, String refusal) {
            Set<String> words = Set.of(NO_WORD.splitAsStream(refusal).distinct().toArray(String[]::new));
            List<Map.Entry<String, Given>> set = given.entrySet().stream()
                    .filter(entry -> section.path().isEmpty() || entry.getKey().startsWith(section.path() + "."))
                    .toList();
            List<Map.Entry<String, Given>> meant = set.stream()
                    .filter(entry -> words.contains(
                            entry.getKey().substring(entry.getKey().lastIndexOf('.') + 1)))
                    .toList();
            String origins = (meant.isEmpty() ? set : meant)
                    .stream()
                            .map(entry ->
                                    entry.getKey() + " (" + entry.getValue().origin() + ")")
                            .collect(Collectors.joining(", "));
            String where = section.path().isEmpty() ? "the configuration" : "section '" + section.path() + "'";
            return (origins.isEmpty() ? where : where + ", " + origins) + ": ";
        }
    }
}
