package io.vidette.topology.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys that a root record has: its sections are components that are records, all others bear {@link Setting}. */
final class ConfigSchema {
    /** A place in the tree of keys. */
    sealed interface Node {
        /** Calls the function for its kind. */
        <T> T map(Function<Section, T> section, Function<Leaf, T> leaf);
    }

    /** A record. */
    record Section(String path, Class<? extends Record> type, Map<String, Node> children) implements Node {
        Section {
            children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
        }

        @Override
        public <T> T map(Function<Section, T> section, Function<Leaf, T> leaf) {
            return section.apply(this);
        }
    }

    /** A component with a value. */
    record Leaf(ConfigKey key) implements Node {
        @Override
        public <T> T map(Function<Section, T> section, Function<Leaf, T> leaf) {
            return leaf.apply(this);
        }
    }

    private final Section root;
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final Map<String, ConfigKey> byEnvironment = new LinkedHashMap<>();
    /** Current names by former names: paths by path, variables by variable. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    /**
     * Reads the records.
     *
     * @throws IllegalStateException when a component bears no {@link Setting}, has a default that cannot be read, or shares
     *     its environment variable with another
     */
    ConfigSchema(Class<? extends Record> type) {
        this.root = section("", type);
    }

    Section root() {
        return root;
    }

    /** All keys by path, in the order of the records. */
    Map<String, ConfigKey> keys() {
        return Collections.unmodifiableMap(keys);
    }

    /** All keys by environment variable. */
    Map<String, ConfigKey> byEnvironment() {
        return Collections.unmodifiableMap(byEnvironment);
    }

    /** How to correct an unknown path: its new name if it was renamed, else a similar one. */
    String suggestion(String unknown) {
        return renamed(unknown).orElseGet(() -> KeyNames.suggestion(unknown, keys.keySet()));
    }

    /** How to correct an unknown environment variable. */
    String environmentSuggestion(String unknown) {
        return renamed(unknown).orElseGet(() -> KeyNames.suggestion(unknown, byEnvironment.keySet()));
    }

    private Optional<String> renamed(String unknown) {
        return Optional.ofNullable(renamed.get(unknown)).map(name -> "it is called '" + name + "' now");
    }

    /** How to correct an unknown key of a section: its new name, a similar sibling, or a namesake in another section. */
    String suggestion(Section section, String unknown) {
        Optional<String> newName = renamed(join(section.path(), unknown));
        if (newName.isPresent()) {
            return newName.get();
        }
        List<String> namesakes = new ArrayList<>();
        for (String path : keys.keySet()) {
            if (path.endsWith("." + unknown)) {
                namesakes.add(path);
            }
        }
        return namesakes.size() == 1
                ? "did you mean '" + namesakes.get(0) + "'?"
                : KeyNames.suggestion(unknown, section.children().keySet());
    }

    static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    private Section section(String path, Class<? extends Record> type) {
        Map<String, Node> children = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            children.put(component.getName(), node(join(path, component.getName()), component));
        }
        return new Section(path, type, children);
    }

    private Node node(String path, RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting != null) {
            ConfigKey key = new ConfigKey(path, component.getGenericType(), setting);
            try {
                key.parse(new RawValue.Text(setting.value()));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("the default of " + path + " " + e.getMessage(), e);
            }
            keys.put(path, key);
            if (!setting.formerly().isEmpty()) {
                String former = path.substring(0, path.lastIndexOf('.') + 1) + setting.formerly();
                renamed.put(former, path);
                renamed.put(KeyNames.environment(former), key.environment());
            }
            if (byEnvironment.put(key.environment(), key) != null) {
                throw new IllegalStateException("two keys share " + key.environment());
            }
            return new Leaf(key);
        }
        if (component.getType().isRecord()) {
            return section(path, component.getType().asSubclass(Record.class));
        }
        throw new IllegalStateException(path + " is neither a section nor bears @Setting");
    }
}
