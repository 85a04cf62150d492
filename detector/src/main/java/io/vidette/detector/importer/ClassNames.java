package io.vidette.detector.importer;

import io.vidette.detector.archive.MalformedArchiveException;
import io.vidette.detector.archive.Pickled;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of classes in a pickle: a list, or since v7.0 a dictionary of index and name. */
final class ClassNames {
    private ClassNames() {}

    /** None where there are none. */
    static List<String> of(Optional<Pickled> names) {
        List<String> classes = new ArrayList<>();
        Pickled given = names.orElse(Pickled.None.NONE);
        if (given instanceof Sequence sequence) {
            sequence.items().forEach(item -> classes.add(name(item)));
        } else if (given instanceof Dict dict) {
            for (int i = 0; i < dict.entries().size(); i++) {
                classes.add(
                        name(Optional.ofNullable(dict.entries().get(new Int(i))).orElse(Pickled.None.NONE)));
            }
        }
        return classes;
    }

    private static String name(Pickled name) {
        if (name instanceof Text text) {
            return text.value();
        } else if (name instanceof Int number) {
            return Long.toString(number.value());
        }
        throw new MalformedArchiveException("its class names are not a list of texts");
    }
}
