package io.vidette.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.ingest.IngestConfig;
import io.vidette.ingest.IngestService;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.metric.Median;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.TopicSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Runs ingest and detection of several mixes of synthetic cameras in this process, one after the other, over and over.
 *
 * @param settings of the topics; the prefix is extended
 * @param directory for the state of Kafka Streams
 * @param time that each mix is watched in each round, after as long a time to warm up
 */
public record CameraRun(
        KafkaConnection connection,
        TopicSettings settings,
        IngestConfig ingest,
        DetectConfig detect,
        Path directory,
        int rounds,
        Duration time,
        List<CameraMix> mixes) {
    private static final Duration MODEL_TIME = Duration.ofMillis(1);
    private static final double MEBIBYTE = 1 << 20;

    public CameraRun {
        mixes = List.copyOf(mixes);
    }

    /** How many steps there are. */
    public int steps() {
        return rounds * mixes.size();
    }

    /** Measures; medians of all rounds, but the slowest and the fastest camera of any. */
    public List<CameraReport> measure(PipelineRun.Listener listener) throws InterruptedException {
        Map<CameraMix, List<CameraReport>> reports = new LinkedHashMap<>();
        int step = 0;
        for (int round = 0; round < rounds; round++) {
            for (CameraMix mix : mixes) {
                reports.computeIfAbsent(mix, key -> new ArrayList<>()).add(measure(mix));
                listener.done(++step);
            }
        }
        return reports.entrySet().stream()
                .map(entry -> summary(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static CameraReport summary(CameraMix mix, List<CameraReport> rounds) {
        return new CameraReport(
                mix,
                rounds.stream().mapToDouble(CameraReport::lowestFps).min().orElseThrow(),
                rounds.stream().mapToDouble(CameraReport::highestFps).max().orElseThrow(),
                median(rounds, CameraReport::cpuMillisPerFrame),
                median(rounds, CameraReport::heapMebibytes),
                median(rounds, CameraReport::threads),
                median(rounds, CameraReport::unjudged));
    }

    private static double median(List<CameraReport> rounds, ToDoubleFunction<CameraReport> value) {
        return Median.of(rounds.stream().map(value::applyAsDouble).toList());
    }

    private CameraReport measure(CameraMix mix) throws InterruptedException {
        TopicSettings own = BenchTopics.make(connection, settings);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        StreamsNode node = new StreamsNode(
                connection.config(), own.names(), "bench", directory.resolve("state-" + own.prefix()), 1);
        try (DetectService judging =
                        DetectService.start(node, new BatchClock(MODEL_TIME), detect, AdmissionPolicy.EVERY, registry);
                IngestService reading = IngestService.start(
                        connection.config(), own.names(), ingest, Secrets.none(), "bench", registry)) {
            CameraDirectory cameras = new CameraDirectory(connection, own.names());
            for (int i = 0; i < mix.cameras(); i++) {
                cameras.put(
                        "bench-" + i,
                        CameraSpec.of("synthetic:?size=640x360&objects=4&fps=" + mix.framesPerSecond() + "&seed=" + i));
            }
            Thread.sleep(time.toMillis());
            return watch(mix, registry);
        }
    }

    private CameraReport watch(CameraMix mix, SimpleMeterRegistry registry) throws InterruptedException {
        OperatingSystemMXBean system = Objects.requireNonNull(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class),
                "this JVM reports no processor times");
        Map<String, Double> before = published(mix, registry);
        double judgedBefore = judged(registry);
        long cpuBefore = system.getProcessCpuTime();
        long began = System.nanoTime();
        Thread.sleep(time.toMillis());
        Map<String, Double> after = published(mix, registry);
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMillis = (system.getProcessCpuTime() - cpuBefore) / 1e6;
        double judged = judged(registry) - judgedBefore;
        double frames = 0;
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (Map.Entry<String, Double> camera : after.entrySet()) {
            double count = camera.getValue() - before.getOrDefault(camera.getKey(), 0.0);
            frames += count;
            lowest = Math.min(lowest, count / seconds);
            highest = Math.max(highest, count / seconds);
        }
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        return new CameraReport(
                mix, lowest, highest, cpuMillis / frames, liveHeap(), threads, Math.max(0, 1 - judged / frames));
    }

    /** Frames of each camera so far. */
    private static Map<String, Double> published(CameraMix mix, SimpleMeterRegistry registry) {
        Map<String, Double> counts = new TreeMap<>();
        for (Counter counter : registry.find(Metrics.INGEST_FRAMES_PUBLISHED).counters()) {
            counts.put(Objects.requireNonNull(counter.getId().getTag("camera")), counter.count());
        }
        if (counts.size() < mix.cameras()) {
            throw new UserError("only " + counts.size() + " of " + mix.cameras()
                    + " cameras publish frames after the time to warm up; give it more with --time");
        }
        return counts;
    }

    private static double judged(SimpleMeterRegistry registry) {
        return registry.find(Metrics.DETECT_VERDICTS).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @SuppressWarnings("PMD.DoNotCallGarbageCollectionExplicitly") // to tell what is in use from what waits for it
    private static double liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE;
    }
}
