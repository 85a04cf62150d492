package io.vidette.detector.serve;

import io.vidette.topology.metric.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures a model alone: no Kafka, no camera, the steps of {@link YoloModel#detect} one by one. Several can take turns, a
 * round each, so that what else the machine does meets all of them alike.
 */
public final class EngineBenchmark {
    private static final int WARM_UP_ROUNDS = 5;

    private final YoloModel model;
    private final List<byte[]> pictures;
    private final List<Times> rounds = new ArrayList<>();

    /**
     * Measures nothing yet.
     *
     * @param jpegs pictures, taken in turn
     * @param batch pictures that go through the network at once
     */
    public EngineBenchmark(YoloModel model, List<byte[]> jpegs, int batch) {
        this.model = model;
        pictures = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            pictures.add(jpegs.get(i % jpegs.size()));
        }
    }

    /**
     * Times for one picture, in milliseconds of wall clock: the time of a batch divided by its size.
     *
     * @param decodeMillis JPEG to square
     * @param inferenceMillis square to candidates: the engine alone
     * @param suppressionMillis candidates to boxes
     */
    public record Times(double decodeMillis, double inferenceMillis, double suppressionMillis) {
        /** Pictures a second through the network alone. */
        public double enginePicturesPerSecond() {
            return 1000 / inferenceMillis;
        }

        /** Pictures a second through all three steps. */
        public double picturesPerSecond() {
            return 1000 / (decodeMillis + inferenceMillis + suppressionMillis);
        }

        /** Share of the first and the last step in the whole, 0 to 1. */
        public double shareAroundTheEngine() {
            double around = decodeMillis + suppressionMillis;
            return around / (around + inferenceMillis);
        }
    }

    /** Runs one batch, and remembers how long it took. */
    public Times round() {
        long start = System.nanoTime();
        try (Squares.Batch squares = model.decode(pictures)) {
            long decoded = System.nanoTime();
            try (YoloModel.Found found = model.infer(squares)) {
                long inferred = System.nanoTime();
                model.suppress(squares, found);
                double perPicture = 1e6 * pictures.size();
                Times times = new Times(
                        (decoded - start) / perPicture,
                        (inferred - decoded) / perPicture,
                        (System.nanoTime() - inferred) / perPicture);
                rounds.add(times);
                return times;
            }
        }
    }

    /** Runs some rounds and forgets them. */
    public void warmUp() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round();
        }
        rounds.clear();
    }

    /** The median of each step over all rounds. */
    public Times median() {
        return new Times(median(Times::decodeMillis), median(Times::inferenceMillis), median(Times::suppressionMillis));
    }

    private double median(ToDoubleFunction<Times> step) {
        return Median.of(rounds.stream().map(step::applyAsDouble).toList());
    }
}
