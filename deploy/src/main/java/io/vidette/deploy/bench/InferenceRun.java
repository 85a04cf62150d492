package io.vidette.deploy.bench;

import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.EngineBenchmark.Times;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.fault.UserError;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Times a model alone, batch by batch, in all its forms.
 *
 * @param batches sizes in pictures, each 1 to 256
 * @param rounds batches of each size
 */
public record InferenceRun(List<Integer> batches, int rounds) {
    private static final int PICTURES = 8;
    private static final int MOST_PICTURES = 256;

    /**
     * Validates the run.
     *
     * @throws UserError if a size or the number of rounds is out of range
     */
    public InferenceRun {
        batches = List.copyOf(batches);
        if (batches.stream().anyMatch(batch -> batch < 1 || batch > MOST_PICTURES) || rounds < 1) {
            throw new UserError("--batch takes numbers from 1 to " + MOST_PICTURES + ", --rounds 1 and more");
        }
    }

    /**
     * Measures all rounds.
     *
     * @param reports receives the medians of each size, one report for each form
     * @throws UserError if the weights cannot be used
     */
    public void measure(NodeConfig config, ProgressListener listener, Consumer<InferenceReport> reports) {
        long total = (long) batches.size() * rounds;
        Candidate model = Candidate.open(config);
        for (int i = 0; i < batches.size(); i++) {
            int batch = batches.get(i);
            try (InferenceContest contest = model.start(batch)) {
                for (int round = 0; round < rounds; round++) {
                    listener.passed((long) i * rounds + round, total);
                    contest.round();
                }
                model.report(contest, batch, contest.medians(), reports);
            }
        }
    }

    /**
     * Measures one round of a size whenever it is asked to.
     *
     * @param next waits for the next request; false if there is none
     * @param reports receives the times of each round, one report for each form
     * @throws UserError if the weights cannot be used
     */
    public void takeTurns(NodeConfig config, BooleanSupplier next, Consumer<InferenceReport> reports) {
        Candidate model = Candidate.open(config);
        for (int batch : batches) {
            try (InferenceContest contest = model.start(batch)) {
                while (next.getAsBoolean()) {
                    model.report(contest, batch, contest.round(), reports);
                }
            }
        }
    }

    /** The weights that are measured. */
    private record Candidate(Servable best, Weights weights, DetectorConfig config) {
        static Candidate open(NodeConfig config) {
            Weights weights = new Weights(DataDirectory.models(config.data()));
            return new Candidate(Models.open(config, weights), weights, config.model());
        }

        InferenceContest start(int batch) {
            return InferenceContest.start(best, weights, config, precisions(), BenchFrames.make(PICTURES), batch);
        }

        /** 32 bits and those of this machine, unless the user names a precision. */
        private List<PrecisionSetting> precisions() {
            return config.precision() == PrecisionSetting.AUTO
                    ? List.of(PrecisionSetting.FP32, PrecisionSetting.AUTO)
                    : List.of(config.precision());
        }

        void report(InferenceContest contest, int batch, Map<String, Times> byForm, Consumer<InferenceReport> reports) {
            int side = best.side(config.imageSize());
            byForm.forEach((form, times) -> reports.accept(new InferenceReport(
                    best.id().name(),
                    contest.devices(),
                    form,
                    side,
                    batch,
                    times.decodeMillis(),
                    times.inferenceMillis(),
                    times.suppressionMillis(),
                    times.picturesPerSecond(),
                    times.enginePicturesPerSecond(),
                    times.shareAroundTheEngine())));
        }
    }
}
