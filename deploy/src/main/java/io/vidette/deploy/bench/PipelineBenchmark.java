package io.vidette.deploy.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures the way from the frames topic to a careful reader of the detections topic, around a given model.
 *
 * @param client how Kafka is reached
 * @param topics of this measurement alone, already made, with as many partitions as there are cameras
 * @param stateDirectory of this measurement alone
 */
record PipelineBenchmark(
        Map<String, Object> client,
        Topics topics,
        Path stateDirectory,
        int cameras,
        List<byte[]> jpegs,
        int width,
        int height) {
    PipelineBenchmark {
        client = Map.copyOf(client);
        jpegs = List.copyOf(jpegs);
    }

    /** Publishes frames as fast as Kafka takes them, for {@link #throughput}. */
    void publish(int frames) {
        load().publish(frames, 0);
    }

    /**
     * Frames wait on the topic before the detector starts; the rate is that of the verdicts after the first quarter,
     * while it warms up.
     *
     * @param frames that were published
     * @return committed verdicts per second
     */
    double throughput(FrameDetector detector, DetectConfig config, int frames) throws InterruptedException {
        try (VerdictClock clock = new VerdictClock(client, topics.detections());
                DetectService detect = detect(detector, config)) {
            List<VerdictClock.Seen> seen = clock.await(frames);
            int first = frames / 4;
            long nanos = seen.get(frames - 1).readNanos() - seen.get(first).readNanos();
            return (frames - 1 - first) * 1e9 / nanos;
        }
    }

    /**
     * Frames arrive at a steady rate; the latency is from publishing to reading the committed verdict, without the
     * first quarter.
     */
    Latencies latency(FrameDetector detector, DetectConfig config, int frames, double framesPerSecond)
            throws InterruptedException {
        try (VerdictClock clock = new VerdictClock(client, topics.detections());
                DetectService detect = detect(detector, config)) {
            load().publish(frames, framesPerSecond);
            List<VerdictClock.Seen> seen = clock.await(frames);
            return new Latencies(seen.subList(frames / 4, frames).stream()
                    .mapToDouble(VerdictClock.Seen::millis)
                    .toArray());
        }
    }

    private FrameLoad load() {
        return new FrameLoad(client, topics.frames(), cameras, jpegs, width, height);
    }

    private DetectService detect(FrameDetector detector, DetectConfig config) {
        StreamsNode node = new StreamsNode(client, topics, "bench", stateDirectory, 1);
        return DetectService.start(node, detector, config, AdmissionPolicy.EVERY, new SimpleMeterRegistry());
    }
}
