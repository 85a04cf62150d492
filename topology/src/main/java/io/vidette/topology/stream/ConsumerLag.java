package io.vidette.topology.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Shows how many records of each partition wait to be read, from the consumers' own measurements.
 *
 * <p>Threading: one thread, {@code NAME-lag}, which it owns.
 */
final class ConsumerLag implements AutoCloseable {
    private static final long PERIOD_SECONDS = 2;

    private final ScheduledExecutorService clock;

    private ConsumerLag(ScheduledExecutorService clock) {
        this.clock = clock;
    }

    /** Starts to measure. */
    static ConsumerLag register(
            KafkaStreams streams, String name, String source, String metric, MeterRegistry registry) {
        MultiGauge gauges = MultiGauge.builder(metric).register(registry);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name + "-lag");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(
                () -> gauges.register(rows(streams, source), true), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        return new ConsumerLag(clock);
    }

    private static Set<MultiGauge.Row<?>> rows(KafkaStreams streams, String source) {
        // The consumer reports each topic under its name and, from older times, with underscores for dots.
        String topic = source.replace('.', '_');
        Map<String, Double> byPartition = new TreeMap<>();
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals("records-lag")
                    && topic.equals(name.tags().getOrDefault("topic", "").replace('.', '_'))
                    && entry.getValue().metricValue() instanceof Double value
                    && Double.isFinite(value)) {
                byPartition.merge(name.tags().getOrDefault("partition", ""), value, Math::max);
            }
        }
        return byPartition.entrySet().stream()
                .map(e -> MultiGauge.Row.of(Tags.of("partition", e.getKey()), e.getValue()))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
