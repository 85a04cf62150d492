package io.vidette.topology.config;

import java.lang.reflect.RecordComponent;

/** What the {@link Setting}s of a record state: ranges, which it enforces, and defaults. */
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

    /**
     * The default of a component.
     *
     * @throws IllegalStateException if the record has no such component with a {@link Setting}
     */
    public static <T> T standard(Class<? extends Record> record, String name, Class<T> type) {
        for (RecordComponent component : record.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null && component.getName().equals(name)) {
                return type.cast(ValueType.of(component.getGenericType()).parse(new RawValue.Text(setting.value())));
            }
        }
        throw new IllegalStateException(record.getName() + " has no setting " + name);
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
