package io.vidette.trainer.dataset;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * A data set in Pascal VOC's form: folders {@code Annotations} and {@code JPEGImages}, and lists of names for each split
 * in {@code ImageSets/Main} or {@code ImageSets}; without these, all annotations are the split. The classes are the
 * names that occur, in alphabetical order.
 *
 * <p>A box's corners are its first and last pixel, counted from 1, so it reaches from {@code xmin - 1} to {@code xmax}.
 */
final class VocDataSet {
    private final Path folder;
    private final List<LabelProblem> problems = new ArrayList<>();

    private VocDataSet(Path folder) {
        this.folder = folder;
    }

    /** An annotation that was read, and its picture. */
    private record Read(Path xml, Path picture, VocAnnotation annotation) {}

    static DataSet read(Path folder, String split) {
        if (!Files.isDirectory(folder.resolve("Annotations"))) {
            throw new UserError("data set '" + folder + "': there is no folder Annotations in it, as VOC has; give that"
                    + " folder, or YOLO's data.yaml");
        }
        return DataSet.nonEmpty(folder, new VocDataSet(folder).read(split));
    }

    private DataSet read(String split) {
        List<Read> all = new ArrayList<>();
        List<LabelledImage> images = new ArrayList<>();
        for (String name : names(split)) {
            Optional<Path> xml = DataSet.file(folder.resolve("Annotations"), name + ".xml");
            if (xml.isPresent()) {
                annotation(xml.get(), name).ifPresent(all::add);
                continue;
            }
            Optional<Path> picture = picture(name, "");
            if (picture.isPresent()) {
                String reason = "no annotation " + name + ".xml; counts as a picture with nothing in it";
                problems.add(LabelProblem.of(picture.get(), LabelFault.NO_LABELS, reason));
                images.add(new LabelledImage(picture.get(), Optional.empty(), List.of()));
            } else {
                String reason = "neither an annotation nor a picture '" + name + "' is there; left out";
                problems.add(LabelProblem.of(folder, LabelFault.NO_IMAGE, reason));
            }
        }
        Set<String> classes = new TreeSet<>();
        all.forEach(read -> read.annotation().rows().forEach(row -> classes.add(row.name())));
        classes.remove("");
        List<String> byIndex = List.copyOf(classes);
        all.forEach(read -> image(read, byIndex).ifPresent(images::add));
        return new DataSet(byIndex, images, problems);
    }

    private Set<String> names(String split) {
        try {
            for (String lists : List.of("ImageSets/Main", "ImageSets")) {
                Path list = folder.resolve(lists).resolve(split + ".txt");
                if (Files.isRegularFile(list)) {
                    return listed(list);
                }
            }
            if (Files.isDirectory(folder.resolve("ImageSets"))) {
                throw new UserError("data set '" + folder + "': there is no list ImageSets/Main/" + split
                        + ".txt; choose another split");
            }
            Set<String> names = new TreeSet<>();
            try (Stream<Path> files = Files.list(folder.resolve("Annotations"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".xml"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".xml".length())));
            }
            return names;
        } catch (IOException e) {
            throw new UserError("data set '" + folder + "' cannot be read: " + FileFault.inWords(e), e);
        }
    }

    /** The first word of each line; lists of a single class have a second, which says whether it is there. */
    private Set<String> listed(Path list) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        List<String> lines = Files.readAllLines(list);
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).strip().split("\\s+", 2)[0];
            if (!name.isEmpty() && !names.add(name)) {
                String reason = name + " is listed before; counted once";
                problems.add(new LabelProblem(list, i + 1, LabelFault.DUPLICATE, reason));
            }
        }
        return names;
    }

    private Optional<Read> annotation(Path xml, String name) {
        try {
            VocAnnotation annotation = VocAnnotation.read(xml);
            Optional<Path> picture = picture(name, annotation.fileName());
            if (picture.isEmpty()) {
                String reason = "its picture " + name + ".jpg is not in JPEGImages; left out";
                problems.add(LabelProblem.of(xml, LabelFault.NO_IMAGE, reason));
            }
            return picture.map(file -> new Read(xml, file, annotation));
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            problems.add(new LabelProblem(xml, line, LabelFault.MALFORMED, "no XML, or cut short; picture left out"));
        } catch (IOException e) {
            problems.add(LabelProblem.of(xml, LabelFault.MALFORMED, "cannot be read: " + FileFault.inWords(e)));
        }
        return Optional.empty();
    }

    /** Named as the annotation, because the name inside is often the one before a rename. */
    private Optional<Path> picture(String name, String inside) {
        Path pictures = folder.resolve("JPEGImages");
        return Stream.of(name + ".jpg", name + ".jpeg", name + ".JPG", name + ".png", inside)
                .flatMap(file -> DataSet.file(pictures, file).stream())
                .findFirst();
    }

    private Optional<LabelledImage> image(Read read, List<String> classes) {
        Optional<PictureSize> size = read.annotation().size();
        if (size.isEmpty()) {
            String reason = "no size of the picture in it, so its boxes cannot be checked; picture left out";
            problems.add(LabelProblem.of(read.xml(), LabelFault.WRONG_SIZE, reason));
            return Optional.empty();
        }
        Set<LabelledObject> objects = new LinkedHashSet<>();
        for (VocAnnotation.Row row : read.annotation().rows()) {
            object(read.xml(), row, size.get(), classes).ifPresent(object -> {
                if (!objects.add(object)) {
                    add(read.xml(), row, LabelFault.DUPLICATE, "the same object stands there before; counted once");
                }
            });
        }
        return Optional.of(new LabelledImage(read.picture(), size, List.copyOf(objects)));
    }

    private Optional<LabelledObject> object(Path xml, VocAnnotation.Row row, PictureSize size, List<String> classes) {
        double[] corners = new double[4];
        for (int i = 0; i < corners.length; i++) {
            try {
                corners[i] = Double.parseDouble(row.corners().get(i));
            } catch (NumberFormatException e) {
                add(xml, row, LabelFault.MALFORMED, "a bndbox needs xmin, ymin, xmax and ymax as numbers");
                return Optional.empty();
            }
        }
        if (row.name().isEmpty()) {
            add(xml, row, LabelFault.UNKNOWN_CLASS, "object without a name");
        } else if (!Double.isFinite(corners[0] + corners[1] + corners[2] + corners[3])) {
            add(xml, row, LabelFault.NOT_FINITE, "a corner that is not finite");
        } else if (corners[2] <= corners[0] || corners[3] <= corners[1]) {
            add(xml, row, LabelFault.NO_AREA, row.name() + " in a box without area");
        } else if (corners[0] < 0 || corners[1] < 0 || corners[2] > size.width() || corners[3] > size.height()) {
            add(xml, row, LabelFault.OUTSIDE, row.name() + " in a box that leaves the picture of " + size);
        } else {
            // Many tools count from 0 all the same.
            double left = Math.max(0, corners[0] - 1);
            double top = Math.max(0, corners[1] - 1);
            double width = corners[2] - left;
            double height = corners[3] - top;
            return Optional.of(new LabelledObject(
                    classes.indexOf(row.name()), left, top, width, height, width * height, row.isDifficult()));
        }
        return Optional.empty();
    }

    private void add(Path xml, VocAnnotation.Row row, LabelFault fault, String reason) {
        problems.add(new LabelProblem(xml, row.line(), fault, reason));
    }
}
