package io.vidette.topology.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a value of one type is read.
 *
 * @param description completes "expected …"
 * @param reader throws IllegalArgumentException for a value that is not of the type
 */
record ValueType(String description, Function<RawValue, Object> reader) {
    /** Reads; the message of what it throws completes "key is …". */
    Object parse(RawValue raw) {
        try {
            return reader.apply(raw);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is '" + raw + "', but must be " + description, e);
        }
    }

    /**
     * The reader for a record component.
     *
     * @throws IllegalStateException for a type that no configuration may hold
     */
    static ValueType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return ofEnum(c.asSubclass(Enum.class));
        }
        if (type == int.class || type == Integer.class) {
            return scalar("a whole number", Integer::valueOf);
        }
        if (type == long.class || type == Long.class) {
            return scalar("a whole number", Long::valueOf);
        }
        if (type == float.class || type == Float.class) {
            return scalar("a number", text -> (float) finite(text));
        }
        if (type == double.class || type == Double.class) {
            return scalar("a number", ValueType::finite);
        }
        if (type == boolean.class || type == Boolean.class) {
            return scalar("true or false", ValueType::truth);
        }
        if (type == String.class) {
            return scalar("a text", text -> text);
        }
        if (type == Path.class) {
            return scalar("a path", Path::of);
        }
        if (type == Duration.class) {
            return scalar("a duration such as 50ms, 10s, 5m or 1h", Durations::parse);
        }
        if (type == ByteSize.class) {
            return scalar("a size such as 512KiB or 4GiB", ByteSize::parse);
        }
        if (type instanceof Class<?> c && c.isAnnotationPresent(TextForm.class)) {
            return scalar(c.getAnnotation(TextForm.class).value(), text -> parsed(c, text));
        }
        throw new IllegalStateException("no configuration may hold a " + type.getTypeName());
    }

    private static Object parsed(Class<?> type, String text) {
        try {
            return type.getMethod("parse", String.class).invoke(null, text);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(text, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " has no public static parse(String)", e);
        }
    }

    private static ValueType ofGeneric(ParameterizedType type) {
        if (type.getRawType() == Optional.class) {
            ValueType inner = of(type.getActualTypeArguments()[0]);
            return new ValueType(
                    inner.description,
                    raw -> raw.toString().isEmpty() ? Optional.empty() : Optional.of(inner.reader.apply(raw)));
        }
        if (type.getRawType() == List.class && type.getActualTypeArguments()[0] == String.class) {
            return new ValueType("a list", ValueType::list);
        }
        if (type.getRawType() == Map.class
                && Arrays.stream(type.getActualTypeArguments()).allMatch(String.class::equals)) {
            return new ValueType("a map of texts", ValueType::map);
        }
        throw new IllegalStateException("no configuration may hold a " + type.getTypeName());
    }

    @SuppressWarnings("rawtypes") // the constants' own type is not known here
    private static ValueType ofEnum(Class<? extends Enum> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Enum<?> constant : type.getEnumConstants()) {
            constants.put(KeyNames.kebab(constant), constant);
        }
        return scalar("one of " + String.join(", ", constants.keySet()), text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    private static ValueType scalar(String description, Function<String, Object> reader) {
        return new ValueType(description, raw -> {
            if (raw instanceof RawValue.Text text) {
                return reader.apply(text.text().strip());
            }
            throw new IllegalArgumentException("not a single value");
        });
    }

    private static double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    /** Not {@link Boolean#valueOf}, which reads every mistyped word as false. */
    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<String> list(RawValue raw) {
        if (raw instanceof RawValue.Items items) {
            return items.items();
        }
        if (raw instanceof RawValue.Text text) {
            return parts(text.text()).toList();
        }
        throw new IllegalArgumentException("not a list");
    }

    private static Map<String, String> map(RawValue raw) {
        if (raw instanceof RawValue.Entries entries) {
            return entries.entries();
        }
        if (raw instanceof RawValue.Text text) {
            return parts(text.text())
                    .collect(Collectors.toUnmodifiableMap(ValueType::beforeEquals, ValueType::afterEquals));
        }
        throw new IllegalArgumentException("not a map");
    }

    private static Stream<String> parts(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static String beforeEquals(String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(part);
        }
        return part.substring(0, equals).strip();
    }

    private static String afterEquals(String part) {
        return part.substring(part.indexOf('=') + 1).strip();
    }
}
