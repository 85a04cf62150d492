package io.vidette.topology.serde;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import io.vidette.topology.config.Records;
import io.vidette.topology.config.Settings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record whose components have an {@code @Setting}. A component that the JSON does not contain, or that is null
 * there, takes its default. Unknown fields are ignored.
 */
public final class SettingsDeserializer extends JsonDeserializer<Record> implements ContextualDeserializer {
    private final Class<? extends Record> type;

    /** For Jackson, which asks it for the deserializer of a type. */
    SettingsDeserializer() {
        this(Record.class);
    }

    private SettingsDeserializer(Class<? extends Record> type) {
        this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        return new SettingsDeserializer(
                context.getContextualType().getRawClass().asSubclass(Record.class));
    }

    @Override
    public Record deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return (Record) context.handleUnexpectedToken(type, parser);
        }
        JsonNode given = context.readTree(parser);
        Map<String, Object> values = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode value = given.path(component.getName());
            if (!value.isMissingNode() && !value.isNull()) {
                values.put(component.getName(), read(component, value, context));
            }
        }
        try {
            return Records.of(
                    type,
                    component ->
                            Optional.ofNullable(values.get(component.getName())).orElseGet(() -> standard(component)));
        } catch (IllegalArgumentException e) {
            throw JsonMappingException.from(context, e.getMessage(), e);
        }
    }

    private static Object standard(RecordComponent component) {
        if (!Settings.hasDefault(component)) {
            throw new IllegalArgumentException("'" + component.getName() + "' is missing");
        }
        return Settings.standard(component);
    }

    private Object read(RecordComponent component, JsonNode given, DeserializationContext context) throws IOException {
        JavaType type = context.getTypeFactory().constructType(component.getGenericType());
        try {
            return context.readTreeAsValue(given, type);
        } catch (JsonMappingException e) {
            throw JsonMappingException.wrapWithPath(e, this.type, component.getName());
        }
    }
}
