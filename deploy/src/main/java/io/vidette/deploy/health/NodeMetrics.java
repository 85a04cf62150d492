package io.vidette.deploy.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The registry of a node, with the measures of the process in it. */
public final class NodeMetrics implements AutoCloseable {
    /** Gauge: bytes of memory that the process has, native libraries included. */
    public static final String RESIDENT_MEMORY = "process.resident.memory";

    /** Milliseconds, from a batch that waits to a camera that is far behind. */
    private static final double[] TIMES = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private static final double[] COUNTS =
            DoubleStream.of(1, 2, 4, 8, 16, 32, 64, 128, 256).toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    public NodeMetrics() {
        registry.config().meterFilter(new Buckets());
        List<MeterBinder> binders = List.of(
                new ClassLoaderMetrics(),
                new JvmMemoryMetrics(),
                gc,
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
        Gauge.builder(RESIDENT_MEMORY, ResidentMemory::bytes)
                .baseUnit("bytes")
                .description("Memory of the process, native libraries included")
                .register(registry);
    }

    /** Where every part counts. */
    public MeterRegistry registry() {
        return registry;
    }

    /** In Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    /** Few and fixed, for every bucket is a time series per camera: ours get a histogram, those of libraries none. */
    private static final class Buckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (!id.getName().startsWith("vidette.")) {
                return config;
            }
            return switch (id.getType()) {
                case TIMER -> buckets(TIMES).merge(config);
                case DISTRIBUTION_SUMMARY -> buckets(COUNTS).merge(config);
                default -> config;
            };
        }

        private static DistributionStatisticConfig buckets(double... limits) {
            return DistributionStatisticConfig.builder()
                    .percentilesHistogram(false)
                    .serviceLevelObjectives(limits)
                    .build();
        }
    }
}
