package io.vidette.trainer.dataset;

import com.fasterxml.jackson.core.JsonToken;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * COCO's JSON: {@code images}, {@code categories}, {@code annotations}. Images and classes are numbered by
 * the rank of their ids, which is the order of the official tool.
 */
final class CocoDocument {
    private final SortedMap<Long, Image> images = new TreeMap<>();
    private final SortedMap<Long, String> categories = new TreeMap<>();
    private final List<Annotation> annotations = new ArrayList<>();

    /**
     * A picture.
     *
     * @param width in pixels, 0 where it does not say
     * @param height in pixels, 0 where it does not say
     */
    record Image(String fileName, int width, int height) {}

    /** An object, by the ids of its image and class. */
    record Annotation(
            int line,
            long image,
            long category,
            double x,
            double y,
            double width,
            double height,
            double area,
            boolean isCrowd) {}

    private CocoDocument() {}

    /**
     * Reads a file.
     *
     * @throws UserError when it is not there, is not JSON, or is not laid out as COCO's
     */
    static CocoDocument read(Path file) {
        CocoDocument document = CocoJson.reading(file, json -> {
            CocoDocument read = new CocoDocument();
            read.document(json);
            return read;
        });
        if (document.images.isEmpty() || document.categories.isEmpty()) {
            throw new UserError(file + ": no images or no categories in it; give ground truth in COCO's JSON");
        }
        return document;
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
        double width = 0;
        double height = 0;
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "id" -> id = json.id("id");
                case "file_name" -> name = json.text("file_name");
                case "width" -> width = json.number("width");
                case "height" -> height = json.number("height");
                default -> json.skip();
            }
        }
        // A number that is too large for an int becomes the largest, which no picture has.
        images.put(known(json, id, "image without an id"), new Image(name, (int) width, (int) height));
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

    /** By rank of their ids. */
    List<Image> images() {
        return List.copyOf(images.values());
    }

    /** Names by rank of their ids. */
    List<String> classes() {
        return List.copyOf(categories.values());
    }

    List<Annotation> annotations() {
        return annotations;
    }

    Ids imageIds() {
        return Ids.of(images.keySet().stream().mapToLong(Long::longValue).toArray());
    }

    Ids classIds() {
        return Ids.of(categories.keySet().stream().mapToLong(Long::longValue).toArray());
    }
}
