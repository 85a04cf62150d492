package io.vidette.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.ingest.IngestService;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.config.Secrets;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.metric.Median;
import io.vidette.topology.metric.Metrics;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.TopicSettings;
import java.lang.management.ManagementFactory;
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
 * @param time that each mix is watched in each round, after as long a time to warm up
 */
public record CameraRun(int rounds, Duration time, List<CameraMix> mixes) {
    private static final Duration MODEL_TIME = Duration.ofMillis(1);
    private static final double MEBIBYTE = 1 << 20;

    public CameraRun {
        mixes = List.copyOf(mixes);
    }

    /** What one process did with a mix in one round, as in {@link CameraReport}. */
    private record Watched(
            double lowestFps,
            double highestFps,
            double cpuMillisPerFrame,
            double heapMebibytes,
            double threads,
            double unjudged) {}

    /**
     * Measures on the configured cluster, or else on a temporary embedded Kafka.
     *
     * @return medians of all rounds, but the slowest and the fastest camera of any
     */
    public List<CameraReport> measure(NodeConfig config, ProgressListener listener) {
        return BenchCluster.run(config, cluster -> measure(cluster, listener));
    }

    private List<CameraReport> measure(BenchCluster cluster, ProgressListener listener) throws InterruptedException {
        Map<CameraMix, List<Watched>> watched = new LinkedHashMap<>();
        int steps = rounds * mixes.size();
        int step = 0;
        listener.passed(step, steps);
        for (int round = 0; round < rounds; round++) {
            for (CameraMix mix : mixes) {
                watched.computeIfAbsent(mix, key -> new ArrayList<>()).add(measure(cluster, mix));
                listener.passed(++step, steps);
            }
        }
        double first = median(watched.values().iterator().next(), Watched::cpuMillisPerFrame);
        return watched.entrySet().stream()
                .map(entry -> summary(entry.getKey(), entry.getValue(), first))
                .toList();
    }

    private static CameraReport summary(CameraMix mix, List<Watched> watched, double firstCpuMillis) {
        double cpuMillis = median(watched, Watched::cpuMillisPerFrame);
        return new CameraReport(
                mix,
                watched.stream().mapToDouble(Watched::lowestFps).min().orElseThrow(),
                watched.stream().mapToDouble(Watched::highestFps).max().orElseThrow(),
                cpuMillis,
                cpuMillis / firstCpuMillis,
                median(watched, Watched::heapMebibytes),
                median(watched, Watched::threads),
                median(watched, Watched::unjudged));
    }

    private static double median(List<Watched> watched, ToDoubleFunction<Watched> value) {
        return Median.of(watched.stream().map(value::applyAsDouble).toList());
    }

    private Watched measure(BenchCluster cluster, CameraMix mix) throws InterruptedException {
        NodeConfig config = cluster.config();
        Map<String, Object> client = cluster.connection().config();
        TopicSettings own = cluster.topics();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        StreamsNode node = new StreamsNode(client, own.names(), "bench", cluster.state(own), 1);
        try (DetectService judging = DetectService.start(
                        node, new BatchClock(MODEL_TIME), config.detect(), AdmissionPolicy.EVERY, registry);
                IngestService reading =
                        IngestService.start(client, own.names(), config.ingest(), Secrets.none(), "bench", registry)) {
            CameraDirectory cameras = new CameraDirectory(cluster.connection(), own.names());
            for (int i = 0; i < mix.cameras(); i++) {
                cameras.put(
                        "bench-" + i,
                        CameraSpec.of("synthetic:?size=640x360&objects=4&fps=" + mix.framesPerSecond() + "&seed=" + i));
            }
            Thread.sleep(time.toMillis());
            return watch(mix, registry);
        }
    }

    private Watched watch(CameraMix mix, SimpleMeterRegistry registry) throws InterruptedException {
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
        return new Watched(lowest, highest, cpuMillis / frames, liveHeap(), threads, Math.max(0, 1 - judged / frames));
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
