package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import io.vidette.trainer.boxes.GroundTruth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ground truth in COCO's JSON, without its pictures.
 *
 * <p>Annotations of unknown images or classes are named and left out. Boxes without area are named too, but count, as
 * they do in the official tool.
 */
public final class CocoTruth {
    private final GroundTruth truth = new GroundTruth();
    private final List<LabelProblem> problems = new ArrayList<>();
    private final List<String> classes;
    private final Ids imageIds;
    private final Ids classIds;

    private CocoTruth(Path file) {
        CocoDocument document = CocoDocument.read(file);
        classes = document.classes();
        imageIds = document.imageIds();
        classIds = document.classIds();
        document.annotations().forEach(annotation -> add(file, annotation));
    }

    /**
     * Reads a file.
     *
     * @throws UserError when it is not there, is not JSON, or is not laid out as COCO's
     */
    public static CocoTruth read(Path file) {
        return new CocoTruth(file);
    }

    private void add(Path file, CocoDocument.Annotation a) {
        int image = imageIds.index(a.image());
        int classIndex = classIds.index(a.category());
        if (image < 0 || classIndex < 0) {
            LabelFault fault = image < 0 ? LabelFault.UNKNOWN_IMAGE : LabelFault.UNKNOWN_CLASS;
            String what = image < 0 ? "image " + a.image() : "category " + a.category();
            String reason = "annotation of the unknown " + what + "; left out";
            problems.add(new LabelProblem(file, a.line(), fault, reason));
            return;
        }
        if (!(a.width() > 0 && a.height() > 0)) {
            String reason = "box without area; it counts, as in the official tool";
            problems.add(new LabelProblem(file, a.line(), LabelFault.NO_AREA, reason));
        }
        truth.add(image, classIndex, a.x(), a.y(), a.width(), a.height(), a.area(), a.isCrowd());
    }

    /** The boxes, by rank of image and class. */
    public GroundTruth truth() {
        return truth;
    }

    public int images() {
        return imageIds.size();
    }

    /** Names of the classes by rank. */
    public List<String> classes() {
        return classes;
    }

    public List<LabelProblem> problems() {
        return List.copyOf(problems);
    }

    Ids imageIds() {
        return imageIds;
    }

    Ids classIds() {
        return classIds;
    }
}
