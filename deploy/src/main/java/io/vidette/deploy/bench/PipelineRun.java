package io.vidette.deploy.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.deploy.node.SimulatedModel;
import io.vidette.detector.serve.EngineBenchmark;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectConfig.Guarantee;
import io.vidette.topology.metric.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the rounds of the pipeline's benchmark: engine alone, then each guarantee, over and over, so that a busy neighbour
 * hurts all alike. Each measurement has topics and state of its own.
 *
 * @param frames of each measurement
 * @param framesPerSecond while latency is measured
 * @param modelTime of the simulated model around which latency is measured
 */
public record PipelineRun(int rounds, int frames, double framesPerSecond, Duration modelTime) {
    private static final int ENGINE_ROUNDS = 8;

    /**
     * Measures on the configured cluster, or else on a temporary embedded Kafka. If weights are configured, measures the
     * throughput of the model too.
     */
    public List<PipelineReport> measure(NodeConfig config, ProgressListener listener) {
        return BenchCluster.run(config, cluster -> {
            if (config.weights().isEmpty()) {
                return measure(cluster, null, listener);
            }
            try (YoloModel model = Models.onPyTorch(config, new SimpleMeterRegistry())) {
                return measure(cluster, model, listener);
            }
        });
    }

    private List<PipelineReport> measure(BenchCluster cluster, @Nullable YoloModel model, ProgressListener listener)
            throws InterruptedException {
        DetectConfig detect = cluster.config().detect();
        int steps = rounds * Guarantee.values().length * (model == null ? 1 : 2);
        List<byte[]> jpegs = BenchFrames.make(64);
        Map<Guarantee, List<Double>> rates = lists();
        Map<Guarantee, List<Double>> engine = lists();
        Map<Guarantee, List<Double>> p50 = lists();
        Map<Guarantee, List<Double>> p99 = lists();
        int step = 0;
        listener.passed(step, steps);
        for (int round = 0; round < rounds; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                DetectConfig config = detect.withGuarantee(guarantee);
                if (model != null) {
                    double before = engineAlone(model, jpegs, detect);
                    PipelineBenchmark pipeline = cluster.pipeline(jpegs);
                    pipeline.publish(frames);
                    add(rates, guarantee, pipeline.throughput(model, config, frames));
                    // Before and after, so that a machine that changes its mind in between is noticed in the middle.
                    add(engine, guarantee, (before + engineAlone(model, jpegs, detect)) / 2);
                    listener.passed(++step, steps);
                }
                Latencies seen = cluster.pipeline(jpegs)
                        .latency(new SimulatedModel(modelTime), config, frames * 2, framesPerSecond);
                add(p50, guarantee, seen.percentile(50));
                add(p99, guarantee, seen.percentile(99));
                listener.passed(++step, steps);
            }
        }
        List<PipelineReport> reports = new ArrayList<>();
        for (Guarantee guarantee : Guarantee.values()) {
            reports.add(new PipelineReport(
                    guarantee.text(),
                    median(rates, guarantee),
                    median(engine, guarantee),
                    median(p50, guarantee),
                    median(p99, guarantee),
                    modelTime.toNanos() / 1e6));
        }
        return reports;
    }

    private static double engineAlone(YoloModel model, List<byte[]> jpegs, DetectConfig detect) {
        EngineBenchmark benchmark = new EngineBenchmark(model, jpegs, detect.batchFrames());
        benchmark.warmUp();
        for (int i = 0; i < ENGINE_ROUNDS; i++) {
            benchmark.round();
        }
        return benchmark.median().enginePicturesPerSecond();
    }

    private static Map<Guarantee, List<Double>> lists() {
        return new EnumMap<>(Guarantee.class);
    }

    private static void add(Map<Guarantee, List<Double>> values, Guarantee guarantee, double value) {
        values.computeIfAbsent(guarantee, g -> new ArrayList<>()).add(value);
    }

    private static double median(Map<Guarantee, List<Double>> values, Guarantee guarantee) {
        return Median.of(values.getOrDefault(guarantee, List.of()));
    }
}
