package io.vidette.trainer.dataset;

import com.fasterxml.jackson.core.JsonToken;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.boxes.Detections;
import java.io.IOException;
import java.nio.file.Path;

/** Detections in COCO's JSON: a list of {@code image_id, category_id, bbox, score}. */
public final class CocoFindings {
    private CocoFindings() {}

    /**
     * Reads a file.
     *
     * @param truth whose images and classes the ids refer to
     * @throws UserError naming the line, also for a detection in an image or of a class that the ground truth lacks
     */
    public static Detections read(Path file, CocoTruth truth) {
        return CocoJson.reading(file, json -> {
            start(json);
            Detections found = new Detections();
            double[] box = new double[4];
            for (JsonToken token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
                if (token != JsonToken.START_OBJECT) {
                    throw json.error("expected an object");
                }
                detection(json, truth, found, box);
            }
            return found;
        });
    }

    /** Either the list itself, or an object with the list as its {@code annotations}. */
    private static void start(CocoJson json) throws IOException {
        String otherwise = "detections must be a list of image_id, category_id, bbox, score";
        JsonToken first = json.next();
        if (first == JsonToken.START_OBJECT) {
            for (String field = json.field(); !field.equals("annotations"); field = json.field()) {
                if (field.isEmpty()) {
                    throw json.error(otherwise);
                }
                json.skip();
            }
            first = json.next();
        }
        if (first != JsonToken.START_ARRAY) {
            throw json.error(otherwise);
        }
    }

    private static void detection(CocoJson json, CocoTruth truth, Detections found, double[] box) throws IOException {
        long image = Long.MIN_VALUE;
        long category = Long.MIN_VALUE;
        double score = Double.NaN;
        box[0] = Double.NaN;
        for (String field = json.field(); !field.isEmpty(); field = json.field()) {
            switch (field) {
                case "image_id" -> image = json.id(field);
                case "category_id" -> category = json.id(field);
                case "score" -> score = json.number(field);
                case "bbox" -> json.box(box);
                default -> json.skip();
            }
        }
        if (image == Long.MIN_VALUE || category == Long.MIN_VALUE || Double.isNaN(box[0]) || !Double.isFinite(score)) {
            throw json.error("a detection needs image_id, category_id, bbox and score");
        }
        int imageIndex = truth.imageIds().index(image);
        if (imageIndex < 0) {
            throw json.error("detection in the image " + image + ", which the ground truth does not have");
        }
        int classIndex = truth.classIds().index(category);
        if (classIndex < 0) {
            throw json.error("detection of the category " + category + ", which the ground truth does not have");
        }
        found.add(imageIndex, classIndex, box[0], box[1], box[2], box[3], score);
    }
}
