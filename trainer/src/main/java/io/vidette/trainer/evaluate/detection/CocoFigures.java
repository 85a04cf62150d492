package io.vidette.trainer.evaluate.detection;

import java.util.List;
import java.util.Map;

/**
 * COCO's twelve figures, 0..1, and -1 if there is nothing to find.
 *
 * @param ap mean over the overlaps .50, .55, ... .95
 * @param ap50 at overlap .50
 * @param ap75 at overlap .75
 * @param apSmall of objects below 32 x 32 pixels
 * @param apMedium of objects between
 * @param apLarge of objects above 96 x 96 pixels
 * @param ar1 recall with one detection of each class in an image
 * @param ar10 with ten
 * @param ar100 with a hundred
 * @param arSmall with a hundred, of small objects
 * @param arMedium with a hundred, of medium objects
 * @param arLarge with a hundred, of large objects
 * @param apByClass the first figure for each class
 * @param ap50ByClass the second figure for each class
 */
public record CocoFigures(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double ar1,
        double ar10,
        double ar100,
        double arSmall,
        double arMedium,
        double arLarge,
        List<Double> apByClass,
        List<Double> ap50ByClass) {
    public CocoFigures {
        apByClass = List.copyOf(apByClass);
        ap50ByClass = List.copyOf(ap50ByClass);
    }

    /** The twelve with COCO's own names, in its order. */
    public List<Map.Entry<String, Double>> twelve() {
        return List.of(
                Map.entry("AP", ap),
                Map.entry("AP50", ap50),
                Map.entry("AP75", ap75),
                Map.entry("APsmall", apSmall),
                Map.entry("APmedium", apMedium),
                Map.entry("APlarge", apLarge),
                Map.entry("AR1", ar1),
                Map.entry("AR10", ar10),
                Map.entry("AR100", ar100),
                Map.entry("ARsmall", arSmall),
                Map.entry("ARmedium", arMedium),
                Map.entry("ARlarge", arLarge));
    }
}
