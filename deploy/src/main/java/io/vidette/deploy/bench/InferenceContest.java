package io.vidette.deploy.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.detector.serve.ArchiveBenchmark;
import io.vidette.detector.serve.DetectorConfig;
import io.vidette.detector.serve.EngineBenchmark;
import io.vidette.detector.serve.EngineBenchmark.Times;
import io.vidette.detector.serve.ModelLoader;
import io.vidette.detector.serve.PrecisionSetting;
import io.vidette.detector.serve.YoloModel;
import io.vidette.detector.weights.Servable;
import io.vidette.detector.weights.Weights;
import io.vidette.topology.metric.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forms of one model that take turns, batch by batch: the serving forms, and its archive as it is. */
final class InferenceContest implements AutoCloseable {
    /** The form that is no serving form. */
    static final String ARCHIVE = "archive";

    private static final int WARM_UP_ROUNDS = 5;

    private final int batch;
    private final Map<String, YoloModel> models;
    private final Map<String, EngineBenchmark> benchmarks = new LinkedHashMap<>();
    private final ArchiveBenchmark archive;
    private final List<Double> archiveRounds = new ArrayList<>();

    private InferenceContest(Map<String, YoloModel> models, ArchiveBenchmark archive, List<byte[]> jpegs, int batch) {
        this.models = models;
        this.archive = archive;
        this.batch = batch;
        models.forEach((form, model) -> benchmarks.put(form, new EngineBenchmark(model, jpegs, batch)));
    }

    /**
     * Loads all forms and warms them up.
     *
     * @param precisions of the serving forms; two that come to the same form count once
     */
    static InferenceContest start(
            Servable best,
            Weights weights,
            DetectorConfig config,
            List<PrecisionSetting> precisions,
            List<byte[]> jpegs,
            int batch) {
        YoloModel.finishAtExit();
        DetectorConfig fitting = config.change(DetectorConfig::maxBatch).to(Math.max(batch, config.maxBatch()));
        Map<String, YoloModel> models = new LinkedHashMap<>();
        try {
            for (PrecisionSetting precision : precisions) {
                YoloModel model = ModelLoader.load(
                        best,
                        weights,
                        fitting.change(DetectorConfig::precision).to(precision),
                        new SimpleMeterRegistry());
                if (models.putIfAbsent(model.servingForm(), model) != null) {
                    model.close();
                }
            }
            InferenceContest contest =
                    new InferenceContest(models, ArchiveBenchmark.load(best, weights, fitting), jpegs, batch);
            contest.warmUp();
            return contest;
        } catch (RuntimeException e) {
            models.values().forEach(YoloModel::close);
            throw e;
        }
    }

    private void warmUp() {
        benchmarks.values().forEach(EngineBenchmark::warmUp);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            archive.round(batch);
        }
    }

    /** One batch of each form. What it took, by form; of the archive the middle step alone. */
    Map<String, Times> round() {
        Map<String, Times> took = new LinkedHashMap<>();
        benchmarks.forEach((form, benchmark) -> took.put(form, benchmark.round()));
        double millis = archive.round(batch);
        archiveRounds.add(millis);
        took.put(ARCHIVE, new Times(0, millis, 0));
        return took;
    }

    /** What computes, the archive on the first of them. */
    String devices() {
        return models.values().iterator().next().devices();
    }

    /** Medians of all rounds, by form. */
    Map<String, Times> medians() {
        Map<String, Times> medians = new LinkedHashMap<>();
        benchmarks.forEach((form, benchmark) -> medians.put(form, benchmark.median()));
        medians.put(ARCHIVE, new Times(0, Median.of(archiveRounds), 0));
        return medians;
    }

    @Override
    public void close() {
        models.values().forEach(YoloModel::close);
        archive.close();
    }
}
