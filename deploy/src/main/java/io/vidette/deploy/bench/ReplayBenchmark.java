package io.vidette.deploy.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.serve.EngineBenchmark;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.metric.Median;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.Replay;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures a replay alone, beside the engine's own rate, and live detection with and without a replay beside it. The
 * replay beside it is a process of its own, as a user runs it.
 *
 * @param frames of one camera to process again
 * @param liveRate frames per second of the live detector
 * @param liveTime of each measurement of its latency
 * @param replayOptions options of the command {@code vidette replay} in the other process: the model and how it runs
 */
public record ReplayBenchmark(int rounds, int frames, double liveRate, Duration liveTime, List<String> replayOptions) {
    private static final int PICTURES = 64;
    private static final int ENGINE_ROUNDS = 20;
    private static final String ALONE = "alone";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    public ReplayBenchmark {
        replayOptions = List.copyOf(replayOptions);
    }

    /**
     * Measures on the configured cluster, or else on a temporary embedded Kafka.
     *
     * @throws UserError if the weights cannot be used, or the replay in the other process fails
     */
    public ReplayBenchmarkReport measure(NodeConfig config, ProgressListener listener) {
        return BenchCluster.run(config, cluster -> {
            try (YoloModel model = Models.onPyTorch(config, new SimpleMeterRegistry())) {
                return measure(cluster, model, listener);
            }
        });
    }

    private ReplayBenchmarkReport measure(BenchCluster cluster, YoloModel model, ProgressListener listener)
            throws InterruptedException {
        int maxBatch = cluster.config().model().maxBatch();
        int steps = 3 * rounds;
        listener.passed(0, steps);
        List<byte[]> jpegs = BenchFrames.make(PICTURES);
        TopicSettings past = cluster.topics();
        cluster.pipeline(past, 1, jpegs).publish(frames);
        List<Double> replayed = new ArrayList<>();
        List<Double> engine = new ArrayList<>();
        List<Latencies> alone = new ArrayList<>();
        List<Latencies> beside = new ArrayList<>();
        List<Double> besideRates = new ArrayList<>();
        int step = 0;
        for (int round = 0; round < rounds; round++) {
            double before = engineAlone(model, jpegs, maxBatch);
            replayed.add(replay(cluster.connection(), past, model, maxBatch, ALONE + round));
            engine.add((before + engineAlone(model, jpegs, maxBatch)) / 2);
            listener.passed(++step, steps);
            alone.add(live(cluster, model, jpegs));
            listener.passed(++step, steps);
            String name = "beside" + round;
            makeTopic(cluster.connection(), past, name);
            try (ReplayProcess process =
                    ReplayProcess.start(replayOptions, cluster.connection().bootstrapServers(), past.prefix(), name)) {
                awaitVerdicts(cluster.connection(), past, name, process);
                long count = verdicts(cluster.connection(), past, name);
                long began = System.nanoTime();
                beside.add(live(cluster, model, jpegs));
                long written = verdicts(cluster.connection(), past, name) - count;
                besideRates.add(written * 1e9 / (System.nanoTime() - began));
            }
            listener.passed(++step, steps);
        }
        return new ReplayBenchmarkReport(
                Median.of(replayed),
                Median.of(engine),
                maxBatch,
                percentiles(alone),
                percentiles(beside),
                Median.of(besideRates));
    }

    private static ReplayBenchmarkReport.Percentiles percentiles(List<Latencies> rounds) {
        return new ReplayBenchmarkReport.Percentiles(
                Median.of(rounds.stream().map(round -> round.percentile(50)).toList()),
                Median.of(rounds.stream().map(round -> round.percentile(99)).toList()));
    }

    private static double engineAlone(YoloModel model, List<byte[]> jpegs, int maxBatch) {
        EngineBenchmark benchmark = new EngineBenchmark(model, jpegs, maxBatch);
        benchmark.warmUp();
        for (int i = 0; i < ENGINE_ROUNDS; i++) {
            benchmark.round();
        }
        return benchmark.median().enginePicturesPerSecond();
    }

    private double replay(KafkaConnection connection, TopicSettings past, YoloModel model, int maxBatch, String name) {
        ReplayRequest request = new ReplayRequest(
                name,
                model.model(),
                "as it is",
                new FramePosition.Earliest(),
                "earliest",
                new FramePosition.Latest(),
                Set.of(),
                maxBatch,
                false);
        ReplayReport report = new Replay(
                        connection, past.names(), request, model, () -> makeTopic(connection, past, name))
                .run((done, total) -> {});
        if (report.frames() != frames) {
            throw new UserError(report.frames() + " of " + frames + " frames were processed again, " + report.gone()
                    + " had been deleted; give topics.frames more room or measure with fewer --frames");
        }
        return report.framesPerSecond();
    }

    private Latencies live(BenchCluster cluster, YoloModel model, List<byte[]> jpegs) throws InterruptedException {
        int count = (int) (liveRate * liveTime.toNanos() / 1e9);
        return cluster.pipeline(jpegs).latency(model, cluster.config().detect(), count, liveRate);
    }

    private static void makeTopic(KafkaConnection connection, TopicSettings past, String name) {
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(List.of(TopicPlan.replay(past, name, past.partitions())));
        }
    }

    private static void awaitVerdicts(
            KafkaConnection connection, TopicSettings past, String name, ReplayProcess process)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (verdicts(connection, past, name) == 0) {
            process.checkAlive();
            if (System.nanoTime() > end) {
                throw new UserError("the replay beside the live detector gave no verdict within " + PATIENCE);
            }
            Thread.sleep(200);
        }
    }

    /** End of the replay's topic, which counts the marks of transactions too: one a second. */
    private static long verdicts(KafkaConnection connection, TopicSettings past, String name) {
        try (Consumer<byte[], byte[]> consumer = KafkaClients.of(connection).plainReader()) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(past.names().replay(name))
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions); // else it warns of each
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
