package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle says, as plain values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double},
 * {@code Boolean}; anything else is the text {@code None}. A pickle may name one list in many places, so all values are
 * counted.
 */
final class PlainPickle {
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 8;

    private int values;

    private PlainPickle() {}

    static Map<String, Object> map(Pickled.Dict dict) {
        return new PlainPickle().map(dict, 0);
    }

    private Map<String, Object> map(Pickled.Dict dict, int depth) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<Pickled, Pickled> entry : dict.entries().entrySet()) {
            if (entry.getKey() instanceof Pickled.Text key) {
                plain.put(key.value(), value(entry.getValue(), depth + 1));
            } else if (entry.getKey() instanceof Pickled.Int key) {
                plain.put(Long.toString(key.value()), value(entry.getValue(), depth + 1));
            }
        }
        return plain;
    }

    private Object value(Pickled value, int depth) {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw new MalformedArchiveException(
                    "its description has more than " + MAX_DEPTH + " levels or " + MAX_VALUES + " values");
        }
        if (value instanceof Pickled.Int number) {
            return number.value();
        } else if (value instanceof Pickled.Real number) {
            return number.value();
        } else if (value instanceof Pickled.Bool flag) {
            return flag.value();
        } else if (value instanceof Pickled.Text text) {
            return text.value();
        } else if (value instanceof Pickled.Dict dict) {
            return map(dict, depth);
        } else if (value instanceof Pickled.Sequence items) {
            List<Object> plain = new ArrayList<>();
            items.items().forEach(item -> plain.add(value(item, depth + 1)));
            return plain;
        }
        return "None";
    }
}
