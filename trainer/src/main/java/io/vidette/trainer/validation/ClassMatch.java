package io.vidette.trainer.validation;

import io.vidette.topology.fault.UserError;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which class of a data set each class of a model is: the one of the same name, capitals aside. Where no name is the same,
 * but there are as many, classes are matched by number.
 *
 * <p>Threading: not written after construction.
 */
public final class ClassMatch {
    private static final int SHOWN = 5;

    private final List<String> dataClasses;
    private final List<String> modelClasses;
    private final int[] ofModel;
    private final boolean isByNumber;

    private ClassMatch(List<String> dataClasses, List<String> modelClasses, int[] ofModel, boolean isByNumber) {
        this.dataClasses = List.copyOf(dataClasses);
        this.modelClasses = List.copyOf(modelClasses);
        this.ofModel = ofModel;
        this.isByNumber = isByNumber;
    }

    /**
     * Matches.
     *
     * @throws UserError when model and data have nothing to do with each other
     */
    public static ClassMatch of(List<String> dataClasses, List<String> modelClasses) {
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < dataClasses.size(); i++) {
            byName.putIfAbsent(plain(dataClasses.get(i)), i);
        }
        int[] ofModel = modelClasses.stream()
                .mapToInt(name -> byName.getOrDefault(plain(name), -1))
                .toArray();
        boolean isByNumber = Arrays.stream(ofModel).allMatch(index -> index < 0);
        if (isByNumber) {
            if (dataClasses.size() != modelClasses.size()) {
                throw new UserError("the model knows " + shortened(modelClasses) + ", the data set has "
                        + shortened(dataClasses) + ": no class in common; give weights that were trained for it");
            }
            Arrays.setAll(ofModel, i -> i);
        }
        return new ClassMatch(dataClasses, modelClasses, ofModel, isByNumber);
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static String shortened(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
    }

    /** The class in the data set; negative for one that the data set does not have. */
    int ofModel(int modelClass) {
        return ofModel[modelClass];
    }

    /** Warnings about the match of classes, one line each. */
    public List<String> warnings() {
        if (isByNumber) {
            return List.of("no class of the model has the name of one in the data set; matched by number, "
                    + modelClasses.get(0) + " for " + dataClasses.get(0) + " and so on");
        }
        List<String> unknown = IntStream.range(0, dataClasses.size())
                .filter(i -> Arrays.stream(ofModel).noneMatch(index -> index == i))
                .mapToObj(dataClasses::get)
                .toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("the model does not know " + shortened(unknown) + ": objects of these count as not found");
    }
}
