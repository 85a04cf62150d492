package io.vidette.topology.config;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Makes a copy of a record in which one component has another value: {@code RecordChange.of(config,
 * DetectorConfig::iou).to(0.5f)}. A value of another type than the component's does not compile.
 *
 * @param <R> the record
 * @param <V> the component's type
 */
public final class RecordChange<R extends Record, V> {
    private final R record;
    private final String component;

    private RecordChange(R record, String component) {
        this.record = record;
        this.component = component;
    }

    /**
     * The accessor of a component, given as a method reference. It is serializable because the name of the method can be read
     * from it then.
     */
    @FunctionalInterface
    public interface Component<R, V> extends Serializable {
        /** The component's value. */
        V of(R record);
    }

    /**
     * Chooses the component to change.
     *
     * @throws IllegalArgumentException when it is not a reference to an accessor of this record
     */
    public static <R extends Record, V> RecordChange<R, V> of(R record, Component<R, V> component) {
        String name = methodName(component);
        if (Arrays.stream(record.getClass().getRecordComponents())
                .noneMatch(part -> part.getName().equals(name))) {
            throw new IllegalArgumentException(record.getClass().getSimpleName() + " has no component " + name
                    + "; give a reference to an accessor");
        }
        return new RecordChange<>(record, name);
    }

    private static String methodName(Component<?, ?> component) {
        try {
            Method replacement = component.getClass().getDeclaredMethod("writeReplace");
            replacement.setAccessible(true);
            return ((SerializedLambda) replacement.invoke(component)).getImplMethodName();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException("the component is not a method reference", e);
        }
    }

    /**
     * The copy, checked by the record's constructor.
     *
     * @throws RuntimeException what the constructor throws for this value
     */
    public R to(V value) {
        @SuppressWarnings("unchecked") // the class of an instance
        Class<R> type = (Class<R>) record.getClass();
        return Records.of(type, part -> part.getName().equals(component) ? value : Records.read(record, part));
    }
}
