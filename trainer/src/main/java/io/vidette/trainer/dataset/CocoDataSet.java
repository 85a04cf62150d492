package io.vidette.trainer.dataset;

import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A data set in COCO's form: one JSON of annotations and a folder of pictures. */
final class CocoDataSet {
    /** COCO's own boxes reach over the edge by fractions of a pixel. */
    private static final double ROUNDING = 1;

    private final Path file;
    private final CocoDocument document;
    private final List<LabelProblem> problems = new ArrayList<>();

    private CocoDataSet(Path file) {
        this.file = file;
        document = CocoDocument.read(file);
    }

    static DataSet read(Path file, Optional<Path> pictures) {
        CocoDataSet set = new CocoDataSet(file);
        return DataSet.nonEmpty(file, set.read(pictures.orElseGet(set::folder)));
    }

    /** Where the first picture that is found anywhere lies. */
    private Path folder() {
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String part = stem.substring(stem.lastIndexOf('_') + 1);
        List<Path> places = Stream.of(".", "images", "../images", "../" + part, "../images/" + part)
                .map(place -> file.toAbsolutePath().resolveSibling(place).normalize())
                .toList();
        for (CocoDocument.Image image : document.images()) {
            for (Path place : places) {
                if (DataSet.file(place, image.fileName()).isPresent()) {
                    return place;
                }
            }
        }
        throw new UserError(
                "data set '" + file + "': none of its pictures is beside it; give their folder with --images");
    }

    private DataSet read(Path folder) {
        Ids imageIds = document.imageIds();
        Ids classIds = document.classIds();
        List<CocoDocument.Image> images = document.images();
        List<Set<LabelledObject>> objects = new ArrayList<>();
        images.forEach(image -> objects.add(new LinkedHashSet<>()));
        for (CocoDocument.Annotation a : document.annotations()) {
            int image = imageIds.index(a.image());
            int classIndex = classIds.index(a.category());
            if (image < 0) {
                add(a, LabelFault.UNKNOWN_IMAGE, "annotation of the unknown image " + a.image());
            } else if (classIndex < 0) {
                add(a, LabelFault.UNKNOWN_CLASS, "annotation of the unknown category " + a.category());
            } else if (isSound(a, images.get(image)) && !objects.get(image).add(object(a, classIndex))) {
                add(a, LabelFault.DUPLICATE, "the same object stands there before; counted once");
            }
        }
        List<LabelledImage> labelled = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            CocoDocument.Image image = images.get(i);
            Optional<Path> picture = DataSet.file(folder, image.fileName());
            if (picture.isEmpty()) {
                String reason = "picture '" + image.fileName() + "' is not in " + folder + "; left out";
                problems.add(LabelProblem.of(file, LabelFault.NO_IMAGE, reason));
            } else if (image.width() < 1 || image.height() < 1) {
                String reason = file + " does not say its width and height; left out";
                problems.add(LabelProblem.of(picture.get(), LabelFault.WRONG_SIZE, reason));
            } else {
                PictureSize size = new PictureSize(image.width(), image.height());
                labelled.add(new LabelledImage(picture.get(), Optional.of(size), List.copyOf(objects.get(i))));
            }
        }
        return new DataSet(document.classes(), labelled, problems);
    }

    private boolean isSound(CocoDocument.Annotation a, CocoDocument.Image image) {
        if (!Double.isFinite(a.x() + a.y() + a.width() + a.height() + a.area())) {
            add(a, LabelFault.NOT_FINITE, "bbox or area that is not finite");
        } else if (!(a.width() > 0 && a.height() > 0)) {
            add(a, LabelFault.NO_AREA, "box without area");
        } else if (a.x() < -ROUNDING
                || a.y() < -ROUNDING
                || a.x() + a.width() > image.width() + ROUNDING
                || a.y() + a.height() > image.height() + ROUNDING) {
            String size = image.width() + "x" + image.height();
            add(a, LabelFault.OUTSIDE, "box that leaves the picture of " + size);
        } else {
            return true;
        }
        return false;
    }

    private static LabelledObject object(CocoDocument.Annotation a, int classIndex) {
        return new LabelledObject(classIndex, a.x(), a.y(), a.width(), a.height(), a.area(), a.isCrowd());
    }

    private void add(CocoDocument.Annotation a, LabelFault fault, String reason) {
        problems.add(new LabelProblem(file, a.line(), fault, reason));
    }
}
