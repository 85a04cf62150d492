package io.vidette.trainer.validation;

import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import io.vidette.trainer.dataset.DataSet;
import io.vidette.trainer.dataset.LabelFault;
import io.vidette.trainer.dataset.LabelProblem;
import io.vidette.trainer.dataset.LabelledImage;
import io.vidette.trainer.dataset.PictureSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Runs a detector on every picture of a data set. Pictures are read batch by batch; only their boxes are kept.
 *
 * @param truth what the labels say, in pixels of the decoded pictures
 * @param found what the detector says
 * @param images that were evaluated, by which boxes are numbered
 * @param problems of the labels and of the pictures that could not be used
 */
public record Validation(GroundTruth truth, Detections found, int images, List<LabelProblem> problems) {
    /** A picture of more bytes cannot be decoded here. */
    private static final long MAX_BYTES = 256L << 20;

    public Validation {
        problems = List.copyOf(problems);
    }

    /**
     * Runs over the whole data set.
     *
     * @param batch pictures in a batch
     * @param progress receives the number of pictures done so far
     */
    public static Validation run(
            DataSet data, FrameDetector detector, ClassMatch classes, int batch, IntConsumer progress) {
        Collecting collecting = new Collecting(classes, new ArrayList<>(data.problems()));
        for (int from = 0; from < data.images().size(); from += batch) {
            progress.accept(from);
            List<LabelledImage> images =
                    data.images().subList(from, Math.min(data.images().size(), from + batch));
            collecting.look(detector, images);
        }
        return new Validation(collecting.truth, collecting.found, collecting.images, collecting.problems);
    }

    private static final class Collecting {
        private final ClassMatch classes;
        private final List<LabelProblem> problems;
        private final GroundTruth truth = new GroundTruth();
        private final Detections found = new Detections();
        private int images;

        Collecting(ClassMatch classes, List<LabelProblem> problems) {
            this.classes = classes;
            this.problems = problems;
        }

        void look(FrameDetector detector, List<LabelledImage> batch) {
            List<LabelledImage> readable = new ArrayList<>();
            List<byte[]> jpegs = new ArrayList<>();
            for (LabelledImage image : batch) {
                read(image.file()).ifPresent(jpeg -> {
                    readable.add(image);
                    jpegs.add(jpeg);
                });
            }
            List<FrameOutcome> outcomes =
                    jpegs.isEmpty() ? List.of() : detector.detect(jpegs).frames();
            for (int i = 0; i < outcomes.size(); i++) {
                LabelledImage image = readable.get(i);
                Optional<LabelProblem> problem = outcomes.get(i)
                        .map(
                                picture -> add(image, picture),
                                refused -> Optional.of(unusable(image.file(), refused.reason())));
                problem.ifPresent(problems::add);
            }
        }

        private Optional<byte[]> read(Path file) {
            try {
                long size = Files.size(file);
                if (size <= MAX_BYTES) {
                    return Optional.of(Files.readAllBytes(file));
                }
                problems.add(unusable(file, size + " bytes are too many for a picture"));
            } catch (IOException e) {
                problems.add(unusable(file, "cannot be read: " + FileFault.inWords(e)));
            }
            return Optional.empty();
        }

        private static LabelProblem unusable(Path file, String reason) {
            return new LabelProblem(file, 0, LabelFault.UNUSABLE_IMAGE, reason + "; left out");
        }

        /** Adds ground truth and detections, or neither where the labels do not go with the picture. */
        private Optional<LabelProblem> add(LabelledImage image, FrameOutcome.Found picture) {
            Optional<LabelProblem> problem =
                    image.addTo(truth, images, new PictureSize(picture.width(), picture.height()));
            if (problem.isPresent()) {
                return problem;
            }
            for (Detection detection : picture.detections()) {
                int classIndex = classes.ofModel(detection.classId());
                if (classIndex >= 0) {
                    Box box = detection.box();
                    // In double, so that a box edge on the edge of the picture stays there.
                    double width = (double) box.x2() - box.x1();
                    double height = (double) box.y2() - box.y1();
                    found.add(images, classIndex, box.x1(), box.y1(), width, height, detection.score());
                }
            }
            images++;
            return problem;
        }
    }
}
