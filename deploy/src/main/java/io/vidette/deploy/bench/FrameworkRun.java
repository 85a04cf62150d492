package io.vidette.deploy.bench;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectConfig.Guarantee;
import io.vidette.topology.metric.Median;
import io.vidette.topology.topic.TopicSettings;
import java.nio.file.Path;
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
 * @param settings of the topics; the prefix is extended
 * @param directory for the state of Kafka Streams
 * @param frames of a measurement of throughput
 * @param frameSize each frame is filled up to this size
 * @param framesPerSecond while latency is measured
 * @param modelTime of a batch
 */
public record FrameworkRun(
        KafkaConnection connection,
        TopicSettings settings,
        DetectConfig detect,
        Path directory,
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

    /** How many steps there are. */
    public int steps() {
        return (WARM_UP_ROUNDS + rounds * (1 + commitIntervals.size())) * Guarantee.values().length;
    }

    /** Measures. */
    public FrameworkReport measure(PipelineRun.Listener listener) throws InterruptedException {
        List<byte[]> jpegs = BenchFrames.make(PICTURES).stream().map(this::fill).toList();
        BatchClock model = new BatchClock(modelTime);
        List<Double> plain = new ArrayList<>();
        Map<Guarantee, List<Double>> rates = new TreeMap<>();
        Map<Guarantee, Map<Duration, List<Latencies>>> latencies = new TreeMap<>();
        int step = 0;
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                PipelineBenchmark pipeline = pipeline(jpegs);
                pipeline.publish(frames);
                PlainReader.rate(connection.config(), pipeline.topics().frames(), frames);
                pipeline.throughput(model, detect.withGuarantee(guarantee), frames);
                listener.done(++step);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Guarantee guarantee : Guarantee.values()) {
                DetectConfig config = detect.withGuarantee(guarantee);
                PipelineBenchmark pipeline = pipeline(jpegs);
                pipeline.publish(frames);
                plain.add(
                        PlainReader.rate(connection.config(), pipeline.topics().frames(), frames));
                rates.computeIfAbsent(guarantee, key -> new ArrayList<>())
                        .add(pipeline.throughput(model, config, frames));
                listener.done(++step);
                for (Duration interval : commitIntervals) {
                    Latencies seen = pipeline(jpegs)
                            .latency(
                                    model,
                                    config.withCommitInterval(interval),
                                    (int) (framesPerSecond * LATENCY_SECONDS),
                                    framesPerSecond);
                    latencies
                            .computeIfAbsent(guarantee, key -> new TreeMap<>())
                            .computeIfAbsent(interval, key -> new ArrayList<>())
                            .add(seen);
                    listener.done(++step);
                }
            }
        }
        return report(plain, rates, latencies);
    }

    private static FrameworkReport report(
            List<Double> plain,
            Map<Guarantee, List<Double>> rates,
            Map<Guarantee, Map<Duration, List<Latencies>>> latencies) {
        List<FrameworkReport.Latency> rows = new ArrayList<>();
        latencies.forEach((guarantee, byInterval) -> byInterval.forEach((interval, rounds) -> rows.add(
                new FrameworkReport.Latency(guarantee, interval, percentile(rounds, 50), percentile(rounds, 99)))));
        return new FrameworkReport(
                Median.of(plain),
                rates.entrySet().stream()
                        .map(entry -> new FrameworkReport.Rate(entry.getKey(), Median.of(entry.getValue())))
                        .toList(),
                rows);
    }

    private static double percentile(List<Latencies> rounds, double p) {
        return Median.of(rounds.stream().map(round -> round.percentile(p)).toList());
    }

    /** What follows the end of a JPEG is no part of it. */
    private byte[] fill(byte[] jpeg) {
        return Arrays.copyOf(jpeg, Math.max(jpeg.length, Math.toIntExact(frameSize.bytes())));
    }

    private PipelineBenchmark pipeline(List<byte[]> jpegs) {
        TopicSettings own = BenchTopics.make(connection, settings);
        return new PipelineBenchmark(
                connection.config(),
                own.names(),
                directory.resolve("state-" + own.prefix()),
                own.partitions(),
                jpegs,
                BenchFrames.WIDTH,
                BenchFrames.HEIGHT);
    }
}
