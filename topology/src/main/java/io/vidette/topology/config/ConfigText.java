package io.vidette.topology.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A value as it would be written in the YAML file. */
final class ConfigText {
    private ConfigText() {}

    static String of(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ConfigText::of).orElse("");
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof Enum<?> constant) {
            return KeyNames.kebab(constant);
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(ConfigText::of).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, entry) -> sorted.put(of(key), of(entry)));
            return "{"
                    + String.join(
                            ", ",
                            sorted.entrySet().stream()
                                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                                    .toList())
                    + "}";
        }
        return value.toString();
    }
}
