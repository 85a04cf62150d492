package io.vidette.deploy.bench;

import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.nms.SuppressionRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Times non-maximum suppression alone, on the same candidates in each round. */
public final class NmsRun {
    /** Corners, score, class: 32-bit floats, little-endian. */
    private static final int FIELDS = 6;

    private final Candidates candidates;
    private final NonMaxSuppression suppression;

    private NmsRun(Candidates candidates, NonMaxSuppression suppression) {
        this.candidates = candidates;
        this.suppression = suppression;
    }

    /**
     * One round.
     *
     * @param millis that it took
     * @param kept boxes that were not suppressed
     */
    public record Round(double millis, int kept) {}

    /**
     * Reads the candidates.
     *
     * @param boxes file of rows of x1, y1, x2, y2, score and class, each a little-endian 32-bit float
     * @param iou above which a box is suppressed
     * @param maxDetections boxes kept at most
     * @throws IOException if the file cannot be read
     */
    public static NmsRun read(Path boxes, float iou, int maxDetections) throws IOException {
        FloatBuffer rows = ByteBuffer.wrap(Files.readAllBytes(boxes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        Candidates candidates = new Candidates();
        for (int i = 0; i + FIELDS <= rows.limit(); i += FIELDS) {
            candidates.add(rows.get(i), rows.get(i + 1), rows.get(i + 2), rows.get(i + 3), rows.get(i + 4), (int)
                    rows.get(i + 5));
        }
        return new NmsRun(
                candidates, new NonMaxSuppression(SuppressionRules.greedy(iou, maxDetections), ScoreThresholds.of(0)));
    }

    /** Suppresses once. */
    public Round round() {
        long start = System.nanoTime();
        int kept = suppression.apply(candidates).size();
        return new Round((System.nanoTime() - start) / 1e6, kept);
    }
}
