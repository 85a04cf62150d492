package io.vidette.topology.serde;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vidette.topology.config.Durations;
import java.io.IOException;
import java.time.Duration;

/** JSON as Vidette reads and writes it: times as ISO 8601 text, durations as text such as {@code 500ms}, absent values left out, unknown fields ignored. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule(), durations())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    private static SimpleModule durations() {
        return new SimpleModule("durations")
                .addSerializer(Duration.class, new StdScalarSerializer<>(Duration.class) {
                    @Override
                    public void serialize(Duration duration, JsonGenerator to, SerializerProvider provider)
                            throws IOException {
                        to.writeString(Durations.format(duration));
                    }
                })
                .addDeserializer(Duration.class, new FromStringDeserializer<>(Duration.class) {
                    @Override
                    protected Duration _deserialize(String text, DeserializationContext context) {
                        return Durations.parse(text);
                    }
                });
    }

    /** The one mapper behind every message and report. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
