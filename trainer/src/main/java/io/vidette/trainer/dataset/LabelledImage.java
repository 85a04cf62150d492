package io.vidette.trainer.dataset;

import io.vidette.trainer.boxes.GroundTruth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A picture and its labelled objects.
 *
 * @param size of the picture in whose pixels the boxes are; empty if they are shares of its width and height, as in
 *     YOLO's labels
 */
public record LabelledImage(Path file, Optional<PictureSize> size, List<LabelledObject> objects) {
    public LabelledImage {
        objects = List.copyOf(objects);
    }

    /**
     * Adds the objects, in pixels of the picture as it was decoded.
     *
     * @param index of the image in {@code truth}
     * @return what is wrong, and nothing added, where the labels are about a picture of another size
     */
    public Optional<LabelProblem> addTo(GroundTruth truth, int index, PictureSize decoded) {
        if (size.isPresent() && !size.get().equals(decoded)) {
            String reason = "picture of " + decoded + " pixels, but its labels say " + size.get() + "; left out";
            return Optional.of(LabelProblem.of(file, LabelFault.WRONG_SIZE, reason));
        }
        double x = size.isPresent() ? 1 : decoded.width();
        double y = size.isPresent() ? 1 : decoded.height();
        for (LabelledObject o : objects) {
            truth.add(
                    index,
                    o.classIndex(),
                    o.left() * x,
                    o.top() * y,
                    o.width() * x,
                    o.height() * y,
                    o.area() * x * y,
                    o.isExempt());
        }
        return Optional.empty();
    }
}
