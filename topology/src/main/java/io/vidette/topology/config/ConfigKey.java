package io.vidette.topology.config;

import java.lang.reflect.Type;

/**
 * One key of the configuration.
 *
 * @param path from the root, such as {@code detect.batchFrames}
 * @param type of the record component that bears it
 */
record ConfigKey(String path, Type type, Setting setting) {
    String environment() {
        return KeyNames.environment(path);
    }

    /** Turns a value into the component's type and checks its range. */
    Object parse(RawValue raw) {
        Object value = ValueType.of(type).parse(raw);
        Range.parse(setting.range(), type).ifPresent(range -> range.check(value));
        return value;
    }
}
