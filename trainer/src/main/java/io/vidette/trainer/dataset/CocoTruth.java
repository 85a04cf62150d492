package io.vidette.trainer.dataset;

import com.fasterxml.jackson.core.JsonToken;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.trainer.evaluate.GroundTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ground truth in COCO's JSON: {@code images}, {@code categories}, {@code annotations}. Images and classes are numbered
 * by the rank of their ids, which is the order that the official tool goes through.
 *
 * <p>Annotations of unknown images or classes are named and left out. Boxes without area are named too, but count, as
 * they do in the official tool.
 */
public final class CocoTruth {
    private final Map<Long, String> imageFiles = new TreeMap<>();
    private final Map<Long, String> categories = new TreeMap<>();
    private final List<Annotation> annotations = new ArrayList<>();
    private final GroundTruth truth = new GroundTruth();
    private final List<LabelProblem> problems = new ArrayList<>();
    private final Ids imageIds;
    private final Ids classIds;

    private record Annotation(
            int line,
            long image,
            long category,
            double x,
            double y,
            double width,
            double height,
            double area,
            boolean crowd) {}

    private CocoTruth(Path file) {
        CocoJson.reading(file, json -> {
            document(json);
            return this;
        });
        if (imageFiles.isEmpty() || categories.isEmpty()) {
            throw new UserError(file + ": no images or no categories in it; give COCO ground truth with --gt");
        }
        imageIds =
                Ids.of(imageFiles.keySet().stream().mapToLong(Long::longValue).toArray());
        classIds =
                Ids.of(categories.keySet().stream().mapToLong(Long::longValue).toArray());
        annotations.forEach(annotation -> add(file, annotation));
        annotations.clear();
    }

    /**
     * Reads a file.
     *
     * @throws UserError when it is not there, is no JSON, or is not laid out as COCO's
     */
    public static CocoTruth read(Path file) {
        return new CocoTruth(file);
    }

    private void document(CocoJson json) throws IOException {
        json.expect(JsonToken.START_OBJECT, "ground truth must be an object with images, categories, annotations");
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "images" -> each(json, () -> image(json));
                case "categories" -> each(json, () -> category(json));
                case "annotations" -> each(json, () -> annotation(json));
                default -> json.skip();
            }
        }
    }

    private interface Item {
        void read() throws IOException;
    }

    private static void each(CocoJson json, Item item) throws IOException {
        json.expect(JsonToken.START_ARRAY, "expected a list");
        for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
            if (token != JsonToken.START_OBJECT) {
                throw json.error("expected an object");
            }
            item.read();
        }
    }

    private void image(CocoJson json) throws IOException {
        long id = Long.MIN_VALUE;
        String name = "";
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "id" -> id = json.id("id");
                case "file_name" -> name = json.text("file_name");
                default -> json.skip();
            }
        }
        imageFiles.put(known(json, id, "image without an id"), name);
    }

    private void category(CocoJson json) throws IOException {
        long id = Long.MIN_VALUE;
        String name = "";
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "id" -> id = json.id("id");
                case "name" -> name = json.text("name");
                default -> json.skip();
            }
        }
        categories.put(known(json, id, "category without an id"), name);
    }

    private void annotation(CocoJson json) throws IOException {
        long image = Long.MIN_VALUE;
        long category = Long.MIN_VALUE;
        double area = Double.NaN;
        boolean crowd = false;
        double[] box = {Double.NaN, 0, 0, 0};
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "image_id" -> image = json.id(field);
                case "category_id" -> category = json.id(field);
                case "area" -> area = json.number(field);
                case "iscrowd" -> crowd = json.flag(field);
                case "bbox" -> json.box(box);
                default -> json.skip();
            }
        }
        if (Double.isNaN(box[0])) {
            throw json.error("annotation without a bbox");
        }
        double known = Double.isNaN(area) ? box[2] * box[3] : area;
        annotations.add(new Annotation(json.line(), image, category, box[0], box[1], box[2], box[3], known, crowd));
    }

    private static long known(CocoJson json, long id, String otherwise) {
        if (id == Long.MIN_VALUE) {
            throw json.error(otherwise);
        }
        return id;
    }

    private void add(Path file, Annotation a) {
        int image = imageIds.index(a.image());
        int classIndex = classIds.index(a.category());
        if (image < 0 || classIndex < 0) {
            String what = image < 0 ? "image " + a.image() : "category " + a.category();
            problems.add(new LabelProblem(file, a.line(), "annotation of the unknown " + what + "; left out"));
            return;
        }
        if (!(a.width() > 0 && a.height() > 0)) {
            problems.add(new LabelProblem(file, a.line(), "box without area; it counts, as in the official tool"));
        }
        truth.add(image, classIndex, a.x(), a.y(), a.width(), a.height(), a.area(), a.crowd());
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
        return List.copyOf(categories.values());
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
