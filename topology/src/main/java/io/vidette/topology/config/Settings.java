package io.vidette.topology.config;

import java.lang.reflect.RecordComponent;

/** The check of a configuration record's values against the ranges that its {@link Setting}s state. */
public final class Settings {
    private Settings() {}

    /**
     * Checks the values of a record that is being created. Call it from the record's constructor.
     *
     * @param values of all components, in their order; those without a numeric range are ignored
     * @throws IllegalArgumentException that names the first component whose value is out of its range, the value and the range
     */
    public static void check(Class<? extends Record> type, Object... values) {
        RecordComponent[] components = type.getRecordComponents();
        if (components.length != values.length) {
            throw new IllegalStateException(type.getName() + " passes " + values.length + " of " + components.length
                    + " values to the check of its ranges");
        }
        for (int i = 0; i < components.length; i++) {
            check(components[i], values[i]);
        }
    }

    private static void check(RecordComponent component, Object value) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            return;
        }
        try {
            Range.parse(setting.range(), component.getGenericType()).ifPresent(range -> range.check(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(component.getName() + " " + e.getMessage(), e);
        }
    }
}
