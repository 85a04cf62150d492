package io.vidette.trainer.evaluate.detection;

import io.vidette.trainer.boxes.Boxes;
import io.vidette.trainer.boxes.Detections;
import io.vidette.trainer.boxes.GroundTruth;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Groups truths and detections of one class in one image, because only these can match: sorted once by class, then
 * image, and the
 * detections within a group by score.
 *
 * <p>Group {@code g} holds the truths {@code truths[truthStarts[g]..truthStarts[g + 1])} and the detections
 * {@code detections[detectionStarts[g]..detectionStarts[g + 1])}, which are indices of the boxes. Class {@code c} has the
 * groups {@code classStarts[c]..classStarts[c + 1])}.
 */
final class Groups {
    /** Groups that one task goes through. */
    private static final int BLOCK = 2048;

    private final int classCount;
    private final int[] truths;
    private final int[] detections;
    private final int[] truthStarts;
    private final int[] detectionStarts;
    private final int[] classStarts;

    private Groups(int classCount, GroundTruth truth, Detections found) {
        this.classCount = classCount;
        int images = Math.max(truth.boxes().imageBound(), found.boxes().imageBound());
        truths = byClassAndImage(truth.boxes(), images, classCount);
        detections = byClassAndImage(found.boxes(), images, classCount);
        int[] firstTruths = new int[truths.length + detections.length + 1];
        int[] firstDetections = new int[truths.length + detections.length + 1];
        classStarts = new int[classCount + 1];
        int count = 0;
        int t = 0;
        int d = 0;
        for (int c = 0; c < classCount; c++) {
            classStarts[c] = count;
            while (true) {
                int truthImage = image(truth.boxes(), truths, t, c);
                int detectionImage = image(found.boxes(), detections, d, c);
                int image = Math.min(truthImage, detectionImage);
                if (image == Integer.MAX_VALUE) {
                    break;
                }
                firstTruths[count] = t;
                firstDetections[count] = d;
                count++;
                while (image(truth.boxes(), truths, t, c) == image) {
                    t++;
                }
                while (image(found.boxes(), detections, d, c) == image) {
                    d++;
                }
            }
        }
        classStarts[classCount] = count;
        firstTruths[count] = t;
        firstDetections[count] = d;
        truthStarts = Arrays.copyOf(firstTruths, count + 1);
        detectionStarts = Arrays.copyOf(firstDetections, count + 1);
    }

    /**
     * Groups everything.
     *
     * @param classCount how many classes there are; boxes of other classes are an error of the caller
     */
    static Groups of(int classCount, GroundTruth truth, Detections found) {
        int bound = Math.max(truth.boxes().classBound(), found.boxes().classBound());
        if (bound > classCount) {
            throw new IllegalArgumentException("class " + (bound - 1) + " of " + classCount);
        }
        Groups groups = new Groups(classCount, truth, found);
        groups.inBlocks((from, to) -> {
            for (int g = from; g < to; g++) {
                ScoreOrder.sort(
                        groups.detections, groups.detectionStarts[g], groups.detectionStarts[g + 1], found.scores());
            }
        });
        return groups;
    }

    /** Two passes of counting, the lesser key first; the order of the file stays within a group. */
    private static int[] byClassAndImage(Boxes boxes, int images, int classes) {
        int size = boxes.size();
        int[] starts = new int[images + 1];
        for (int i = 0; i < size; i++) {
            starts[boxes.image(i) + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] byImage = new int[size];
        for (int i = 0; i < size; i++) {
            byImage[starts[boxes.image(i)]++] = i;
        }
        starts = new int[classes + 1];
        for (int i = 0; i < size; i++) {
            starts[boxes.classIndex(i) + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] order = new int[size];
        for (int i : byImage) {
            order[starts[boxes.classIndex(i)]++] = i;
        }
        return order;
    }

    /** The image at this position of the order; no image where the class has ended there. */
    private static int image(Boxes boxes, int[] order, int position, int classIndex) {
        return position < order.length && boxes.classIndex(order[position]) == classIndex
                ? boxes.image(order[position])
                : Integer.MAX_VALUE;
    }

    /** Work on the groups {@code from..to)}. */
    interface BlockTask {
        void run(int from, int to);
    }

    /** Goes through all groups on all cores. */
    void inBlocks(BlockTask task) {
        int blocks = (count() + BLOCK - 1) / BLOCK;
        IntStream.range(0, blocks)
                .parallel()
                .forEach(block -> task.run(block * BLOCK, Math.min(count(), (block + 1) * BLOCK)));
    }

    int count() {
        return truthStarts.length - 1;
    }

    int classCount() {
        return classCount;
    }

    int truthStart(int group) {
        return truthStarts[group];
    }

    int detectionStart(int group) {
        return detectionStarts[group];
    }

    int classStart(int classIndex) {
        return classStarts[classIndex];
    }

    /** The box of a truth at this position. */
    int truth(int position) {
        return truths[position];
    }

    /** The box of a detection at this position. */
    int detection(int position) {
        return detections[position];
    }
}
