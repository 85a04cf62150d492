package io.vidette.detector.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.network.NetworkSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What {@code best.pt} says about itself in its extra file {@code vidette.json}: enough to build the network again, and
 * where the weights come from.
 *
 * @param imageSize side of the square, in pixels, that the network was trained for
 * @param strides pixels that one cell of each level stands for
 * @param stretch whether it was trained on pictures stretched over the square, rather than between gray bars
 * @param source the file that was imported
 */
public record ModelCard(
        String schema, NetworkSpec network, int imageSize, boolean stretch, List<Integer> strides, Source source) {
    /** Name of the extra file. */
    public static final String FILE = "vidette.json";
    /** Version of the layout. */
    public static final String SCHEMA = "vidette.model/1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * Where weights come from.
     *
     * @param format such as {@code ultralytics}
     * @param sha256 of the file, in hexadecimal
     * @param details what the file says beside the weights, so that it can be written again
     */
    public record Source(String format, String sha256, Map<String, String> details) {
        public Source {
            // Absent from what was written before there were any; sorted, so that the same file gives the same bytes.
            details = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(details, Map.of())));
        }

        public Source(String format, String sha256) {
            this(format, sha256, Map.of());
        }
    }

    public ModelCard {
        strides = List.copyOf(strides);
        if (!schema.equals(SCHEMA)) {
            throw new MalformedArchiveException(
                    "its " + FILE + " has the schema '" + schema + "', not '" + SCHEMA + "'");
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ModelCard parse(String json) {
        try {
            return JSON.readValue(json, ModelCard.class);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MalformedArchiveException wrong) {
                throw wrong;
            }
            throw new MalformedArchiveException("its " + FILE + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
