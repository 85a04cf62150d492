package io.vidette.topology.config;

import java.lang.reflect.RecordComponent;
import java.util.Optional;

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

    /** Whether a component has a default: that of its {@link Setting}, an absent value, or the defaults of a record. */
    public static boolean hasDefault(RecordComponent component) {
        return component.getAnnotation(Setting.class) != null
                || component.getType() == Optional.class
                || component.getType().isRecord();
    }

    /**
     * The default of a component.
     *
     * @throws IllegalArgumentException if it has none, see {@link #hasDefault}
     */
    public static Object standard(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting != null) {
            return parse(component, setting.value());
        }
        if (component.getType() == Optional.class) {
            return Optional.empty();
        }
        if (component.getType().isRecord()) {
            return Records.of(component.getType().asSubclass(Record.class), Settings::standard);
        }
        throw new IllegalArgumentException(component + " has no default");
    }

    /**
     * Reads the value of a component from text, as the configuration does.
     *
     * @throws IllegalArgumentException whose message completes "the value of … "
     */
    public static Object parse(RecordComponent component, String text) {
        return ValueType.of(component.getGenericType()).parse(new RawValue.Text(text));
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
