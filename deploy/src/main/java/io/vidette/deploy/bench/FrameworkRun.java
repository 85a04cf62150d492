package io.vidette.deploy.bench;

import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.Durations;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectConfig.Guarantee;
import io.vidette.topology.metric.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures everything but the model: in each round a plain consumer and the detector under each guarantee read the same
 * frames, and latency is taken at each commit interval. A busy neighbour hurts all alike.
 *
 * @param frames of a measurement of throughput
 * @param frameSize each frame is filled up to this size
 * @param framesPerSecond while latency is measured
 * @param modelTime of a batch
 */
public record FrameworkRun(
        int rounds,
        int frames,
        ByteSize frameSize,
        double framesPerSecond,
        Duration modelTime,
        List<Duration> commitIntervals) {
    private static final int PICTURES = 64;
    private static final double LATENCY_SECONDS = 8;
    /** Rounds of throughput that do not count: the detector is far more code than a plain consumer, and starts interpreted. */
    private static final int WARM_UP_ROUNDS = 2;

    public FrameworkRun {
        commitIntervals = List.copyOf(commitIntervals);
    }

    /** Measures on the configured cluster, or else on a temporary embedded Kafka. */
    public FrameworkReport measure(NodeConfig config, ProgressListener listener) {
        return BenchCluster.run(config, cluster -> measure(cluster, listener));
    }

    private int steps() {
        return (WARM_UP_ROUNDS + rounds * (1 + commitIntervals.size())) * Guarantee.values().length;
    }

    private FrameworkReport measure(BenchCluster cluster, ProgressListener listener) throws InterruptedException {
        DetectConfig detect = cluster.config().detect();
        Map<String, Object> client = cluster.connection().config();
        List<byte[]> jpegs = BenchFrames.make(PICTURES).stream().map(this::fill).toList();
        BatchClock model = new BatchClock(modelTime);
        List<Double> plain = new ArrayList<>();
        Map<Guarantee, List<Double>> rates = new TreeMap<>();
        Map<Guarantee, Map<Duration, List<Latencies>>> latencies = new TreeMap<>();
        int step = 0;
        listener.passed(step, steps());
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                PipelineBenchmark pipeline = cluster.pipeline(jpegs);
                pipeline.publish(frames);
                PlainReader.rate(client, pipeline.topics().frames(), frames);
                pipeline.throughput(model, detect.withGuarantee(guarantee), frames);
                listener.passed(++step, steps());
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                DetectConfig config = detect.withGuarantee(guarantee);
                PipelineBenchmark pipeline = cluster.pipeline(jpegs);
                pipeline.publish(frames);
                plain.add(PlainReader.rate(client, pipeline.topics().frames(), frames));
                rates.computeIfAbsent(guarantee, key -> new ArrayList<>())
                        .add(pipeline.throughput(model, config, frames));
                listener.passed(++step, steps());
                for (Duration interval : commitIntervals) {
                    Latencies seen = cluster.pipeline(jpegs)
                            .latency(
                                    model,
                                    config.withCommitInterval(interval),
                                    (int) (framesPerSecond * LATENCY_SECONDS),
                                    framesPerSecond);
                    latencies
                            .computeIfAbsent(guarantee, key -> new TreeMap<>())
                            .computeIfAbsent(interval, key -> new ArrayList<>())
                            .add(seen);
                    listener.passed(++step, steps());
                }
            }
        }
        return report(plain, rates, latencies);
    }

    private static FrameworkReport report(
            List<Double> plain,
            Map<Guarantee, List<Double>> rates,
            Map<Guarantee, Map<Duration, List<Latencies>>> latencies) {
        double plainPerSecond = Median.of(plain);
        List<FrameworkReport.Rate> rateRows = new ArrayList<>();
        rates.forEach((guarantee, rounds) -> {
            double perSecond = Median.of(rounds);
            rateRows.add(
                    new FrameworkReport.Rate(guarantee.text(), perSecond, plainPerSecond, perSecond / plainPerSecond));
        });
        List<FrameworkReport.Latency> latencyRows = new ArrayList<>();
        latencies.forEach((guarantee, byInterval) ->
                byInterval.forEach((interval, rounds) -> latencyRows.add(new FrameworkReport.Latency(
                        guarantee.text(),
                        Durations.format(interval),
                        percentile(rounds, 50),
                        percentile(rounds, 99)))));
        return new FrameworkReport(rateRows, latencyRows);
    }

    private static double percentile(List<Latencies> rounds, double p) {
        return Median.of(rounds.stream().map(round -> round.percentile(p)).toList());
    }

    /** What follows the end of a JPEG is no part of it. */
    private byte[] fill(byte[] jpeg) {
        return Arrays.copyOf(jpeg, Math.max(jpeg.length, Math.toIntExact(frameSize.bytes())));
    }
}
