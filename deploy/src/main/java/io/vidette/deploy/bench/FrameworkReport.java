package io.vidette.deploy.bench;

import java.util.List;

/** What the framework around the model does on this machine. */
public record FrameworkReport(List<Rate> rates, List<Latency> latencies) {
    public FrameworkReport {
        rates = List.copyOf(rates);
        latencies = List.copyOf(latencies);
    }

    /**
     * Throughput under a guarantee.
     *
     * @param guarantee such as {@code exactly-once}
     * @param verdictsPerSecond committed
     * @param plainConsumerPerSecond frames that Kafka's plain consumer reads from the same topic in the same run
     * @param ratio of the two
     */
    public record Rate(String guarantee, double verdictsPerSecond, double plainConsumerPerSecond, double ratio) {}

    /**
     * Milliseconds from publishing to reading the committed verdict.
     *
     * @param guarantee such as {@code exactly-once}
     * @param commitInterval such as {@code 50ms}
     */
    public record Latency(String guarantee, String commitInterval, double p50Millis, double p99Millis) {}
}
