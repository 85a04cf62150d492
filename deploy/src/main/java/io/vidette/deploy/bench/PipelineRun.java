package io.vidette.deploy.bench;

import io.vidette.deploy.node.SimulatedModel;
import io.vidette.detector.serve.EngineBenchmark;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectConfig.Guarantee;
import io.vidette.topology.metric.Median;
import io.vidette.topology.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the rounds of the pipeline's benchmark: engine alone, then each guarantee, over and over, so that a busy neighbour
 * hurts all alike. Each measurement has topics and state of its own.
 *
 * @param settings of the topics; the prefix is extended
 * @param directory for the state of Kafka Streams
 * @param modelTime of the simulated model around which latency is measured
 */
public record PipelineRun(
        KafkaConnection connection,
        TopicSettings settings,
        DetectConfig detect,
        Path directory,
        int rounds,
        int frames,
        double framesPerSecond,
        Duration modelTime) {
    private static final int ENGINE_ROUNDS = 8;

    /** Called after each step. */
    @FunctionalInterface
    public interface Listener {
        void done(int steps);
    }

    /** How many steps there are. */
    public int steps(boolean withModel) {
        return rounds * Guarantee.values().length * (withModel ? 2 : 1);
    }

    /** Measures; with a real model also its throughput. */
    public List<PipelineReport> measure(Optional<YoloModel> model, Listener listener) throws InterruptedException {
        List<byte[]> jpegs = BenchFrames.make(64);
        Map<Guarantee, List<Double>> rates = lists();
        Map<Guarantee, List<Double>> engine = lists();
        Map<Guarantee, List<Double>> p50 = lists();
        Map<Guarantee, List<Double>> p99 = lists();
        int step = 0;
        for (int round = 0; round < rounds; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                if (model.isPresent()) {
                    double before = engineAlone(model.get(), jpegs);
                    PipelineBenchmark pipeline = pipeline(++step, jpegs);
                    pipeline.publish(frames);
                    add(rates, guarantee, pipeline.throughput(model.get(), with(guarantee), frames));
                    // Before and after, so that a machine that changes its mind in between is noticed in the middle.
                    add(engine, guarantee, (before + engineAlone(model.get(), jpegs)) / 2);
                    listener.done(step);
                }
                Latencies seen = pipeline(++step, jpegs)
                        .latency(new SimulatedModel(modelTime), with(guarantee), frames * 2, framesPerSecond);
                add(p50, guarantee, seen.percentile(50));
                add(p99, guarantee, seen.percentile(99));
                listener.done(step);
            }
        }
        List<PipelineReport> reports = new ArrayList<>();
        for (Guarantee guarantee : Guarantee.values()) {
            reports.add(new PipelineReport(
                    guarantee,
                    median(rates, guarantee),
                    median(engine, guarantee),
                    median(p50, guarantee),
                    median(p99, guarantee),
                    modelTime.toNanos() / 1e6));
        }
        return reports;
    }

    private double engineAlone(YoloModel model, List<byte[]> jpegs) {
        EngineBenchmark benchmark = new EngineBenchmark(model, jpegs, detect.batchFrames());
        benchmark.warmUp();
        for (int i = 0; i < ENGINE_ROUNDS; i++) {
            benchmark.round();
        }
        return benchmark.median().enginePicturesPerSecond();
    }

    private PipelineBenchmark pipeline(int step, List<byte[]> jpegs) {
        TopicSettings own = BenchTopics.make(connection, settings);
        return new PipelineBenchmark(
                connection.config(),
                own.names(),
                directory.resolve("state-" + step),
                own.partitions(),
                jpegs,
                BenchFrames.WIDTH,
                BenchFrames.HEIGHT);
    }

    private DetectConfig with(Guarantee guarantee) {
        return detect.withGuarantee(guarantee);
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
