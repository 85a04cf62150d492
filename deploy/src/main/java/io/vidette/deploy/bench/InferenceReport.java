package io.vidette.deploy.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How long one form of a model takes for a picture, in batches of one size. Of the archive only inference is measured.
 *
 * @param device that computes
 * @param form a serving form, or the archive as PyTorch runs it
 * @param imageSize side of the square input in pixels
 * @param batch pictures in a batch
 * @param decodeMillis JPEG to square
 * @param inferenceMillis square to candidates: the engine alone
 * @param boxesMillis candidates to boxes
 * @param imagesPerSecond through all three steps
 * @param enginePerSecond pictures through the engine alone
 * @param shareAroundTheEngine share of the first and the last step in the whole, 0 to 1
 */
public record InferenceReport(
        String model,
        String device,
        String form,
        int imageSize,
        int batch,
        double decodeMillis,
        double inferenceMillis,
        double boxesMillis,
        double imagesPerSecond,
        double enginePerSecond,
        @JsonIgnore double shareAroundTheEngine) {
    /** Returns whether only inference was measured. */
    public boolean ofArchive() {
        return form.equals(InferenceContest.ARCHIVE);
    }
}
