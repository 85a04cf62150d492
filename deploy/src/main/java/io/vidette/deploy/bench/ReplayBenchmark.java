package io.vidette.deploy.bench;

import io.vidette.detector.serve.EngineBenchmark;
import io.vidette.detector.serve.YoloModel;
import io.vidette.topology.client.KafkaClients;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.metric.Median;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.Replay;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures a replay alone, beside the engine's own rate, and live detection with and without a replay beside it. The
 * replay beside it is a process of its own, as a user runs it.
 *
 * @param settings of the topics; the prefix is extended
 * @param directory for the state of Kafka Streams
 * @param maxBatch frames that the model sees at once in a replay
 * @param frames of one camera to process again
 * @param liveRate frames per second of the live detector
 * @param liveTime of each measurement of its latency
 */
public record ReplayBenchmark(
        KafkaConnection connection,
        TopicSettings settings,
        DetectConfig detect,
        int maxBatch,
        Path directory,
        int rounds,
        int frames,
        double liveRate,
        Duration liveTime) {
    private static final int PICTURES = 64;
    private static final int ENGINE_ROUNDS = 20;
    private static final String ALONE = "alone";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Starts the command {@code vidette replay} on topics with a prefix, under a name. */
    @FunctionalInterface
    public interface Launcher {
        /**
         * Starts it; what it says of its progress is of no interest.
         *
         * @throws IOException when it cannot be started
         */
        Process start(String bootstrapServers, String topicPrefix, String name) throws IOException;
    }

    /** How many steps there are. */
    public int steps() {
        return 3 * rounds;
    }

    /** Measures. */
    public ReplayBenchmarkReport measure(YoloModel model, Launcher launcher, PipelineRun.Listener listener)
            throws InterruptedException {
        List<byte[]> jpegs = BenchFrames.make(PICTURES);
        TopicSettings past = BenchTopics.make(connection, settings);
        pipeline(past, jpegs, 1).publish(frames);
        List<Double> replayed = new ArrayList<>();
        List<Double> engine = new ArrayList<>();
        List<Latencies> alone = new ArrayList<>();
        List<Latencies> beside = new ArrayList<>();
        List<Double> besideRates = new ArrayList<>();
        int step = 0;
        for (int round = 0; round < rounds; round++) {
            double before = engineAlone(model, jpegs);
            replayed.add(replay(past, model, ALONE + round));
            engine.add((before + engineAlone(model, jpegs)) / 2);
            listener.done(++step);
            alone.add(live(model, jpegs));
            listener.done(++step);
            String name = "beside" + round;
            makeTopic(past, name);
            Process process = start(launcher, past, name);
            try {
                awaitVerdicts(past, name, process);
                long count = verdicts(past, name);
                long began = System.nanoTime();
                beside.add(live(model, jpegs));
                besideRates.add((verdicts(past, name) - count) * 1e9 / (System.nanoTime() - began));
            } finally {
                stop(process);
            }
            listener.done(++step);
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

    private double engineAlone(YoloModel model, List<byte[]> jpegs) {
        EngineBenchmark benchmark = new EngineBenchmark(model, jpegs, maxBatch);
        benchmark.warmUp();
        for (int i = 0; i < ENGINE_ROUNDS; i++) {
            benchmark.round();
        }
        return benchmark.median().enginePicturesPerSecond();
    }

    private double replay(TopicSettings past, YoloModel model, String name) {
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
        ReplayReport report = new Replay(connection, past.names(), request, model, () -> makeTopic(past, name))
                .run((done, total) -> {});
        if (report.frames() != frames) {
            throw new UserError(report.frames() + " of " + frames + " frames were processed again, " + report.gone()
                    + " had been deleted; give topics.frames more room or measure with fewer --frames");
        }
        return report.framesPerSecond();
    }

    private Latencies live(YoloModel model, List<byte[]> jpegs) throws InterruptedException {
        TopicSettings own = BenchTopics.make(connection, settings);
        int count = (int) (liveRate * liveTime.toNanos() / 1e9);
        return pipeline(own, jpegs, own.partitions()).latency(model, detect, count, liveRate);
    }

    private void makeTopic(TopicSettings past, String name) {
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(List.of(TopicPlan.replay(past, name, past.partitions())));
        }
    }

    private PipelineBenchmark pipeline(TopicSettings own, List<byte[]> jpegs, int cameras) {
        return new PipelineBenchmark(
                connection.config(),
                own.names(),
                directory.resolve("state-" + own.prefix()),
                cameras,
                jpegs,
                BenchFrames.WIDTH,
                BenchFrames.HEIGHT);
    }

    private Process start(Launcher launcher, TopicSettings past, String name) {
        try {
            return launcher.start(connection.bootstrapServers(), past.prefix(), name);
        } catch (IOException e) {
            throw new UserError("cannot start a process for the replay: " + e.getMessage(), e);
        }
    }

    private void awaitVerdicts(TopicSettings past, String name, Process process) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (verdicts(past, name) == 0) {
            if (!process.isAlive()) {
                throw new UserError("the replay beside the live detector ended with exit code " + process.exitValue()
                        + " before its first verdict; see its output above");
            }
            if (System.nanoTime() > end) {
                throw new UserError("the replay beside the live detector gave no verdict within " + PATIENCE);
            }
            Thread.sleep(200);
        }
    }

    /** End of the replay's topic, which counts the marks of transactions too: one a second. */
    private long verdicts(TopicSettings past, String name) {
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

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
