package io.vidette.deploy.bench;

import io.vidette.topology.detect.DetectConfig.Guarantee;
import java.time.Duration;
import java.util.List;

/**
 * What the framework around the model does on this machine.
 *
 * @param plainPerSecond frames that Kafka's plain consumer reads from the same topic in the same run
 */
public record FrameworkReport(double plainPerSecond, List<Rate> rates, List<Latency> latencies) {
    public FrameworkReport {
        rates = List.copyOf(rates);
        latencies = List.copyOf(latencies);
    }

    /** Committed verdicts per second under a guarantee. */
    public record Rate(Guarantee guarantee, double perSecond) {}

    /** Milliseconds from publishing to reading the committed verdict. */
    public record Latency(Guarantee guarantee, Duration commitInterval, double p50Millis, double p99Millis) {}
}
