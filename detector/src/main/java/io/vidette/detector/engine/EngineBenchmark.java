package io.vidette.detector.engine;

import java.util.ArrayList;
import java.util.List;

/** Measures the engine alone: no Kafka, no camera, the steps of {@link YoloModel#detect} one by one. */
public final class EngineBenchmark {
    private static final int WARM_UP_ROUNDS = 5;

    private EngineBenchmark() {}

    /**
     * Times for one picture, in milliseconds of wall clock: the time of a batch divided by its size.
     *
     * @param batch pictures that went through the network at once
     * @param decodeMillis JPEG to square
     * @param inferenceMillis square to candidates: the engine alone
     * @param suppressionMillis candidates to boxes
     */
    public record Result(int batch, int rounds, double decodeMillis, double inferenceMillis, double suppressionMillis) {
        /** Pictures a second through the network alone. */
        public double enginePicturesPerSecond() {
            return 1000 / inferenceMillis;
        }

        /** Pictures a second through all three steps. */
        public double picturesPerSecond() {
            return 1000 / (decodeMillis + inferenceMillis + suppressionMillis);
        }
    }

    /**
     * Runs batches one after another, some to warm up and then those that count. The median round counts for each step,
     * because on a shared machine a mean tells more of the neighbours.
     *
     * @param jpegs pictures, taken in turn
     */
    public static Result run(YoloModel model, List<byte[]> jpegs, int batch, int rounds) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            pictures.add(jpegs.get(i % jpegs.size()));
        }
        List<Long> decoding = new ArrayList<>();
        List<Long> inference = new ArrayList<>();
        List<Long> suppression = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            long start = System.nanoTime();
            try (Squares.Batch squares = model.decode(pictures)) {
                long decoded = System.nanoTime();
                try (YoloModel.Found found = model.infer(squares)) {
                    long inferred = System.nanoTime();
                    model.suppress(squares, found);
                    long suppressed = System.nanoTime();
                    if (round >= 0) {
                        decoding.add(decoded - start);
                        inference.add(inferred - decoded);
                        suppression.add(suppressed - inferred);
                    }
                }
            }
        }
        return new Result(batch, rounds, median(decoding, batch), median(inference, batch), median(suppression, batch));
    }

    private static double median(List<Long> nanos, int batch) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get(sorted.size() / 2) / 1e6 / batch;
    }
}
