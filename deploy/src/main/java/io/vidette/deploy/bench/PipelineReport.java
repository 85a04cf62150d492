package io.vidette.deploy.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one guarantee costs on this machine.
 *
 * @param guarantee such as {@code exactly-once}
 * @param detectionsPerSecond committed verdicts with the real model; NaN where none was given
 * @param enginePerSecond what its engine does alone in the same run; NaN likewise
 * @param p50Millis from publishing to reading the committed verdict, around the simulated model
 * @param p99Millis likewise
 * @param modelMillis the simulated model's own time
 */
public record PipelineReport(
        String guarantee,
        double detectionsPerSecond,
        double enginePerSecond,
        double p50Millis,
        double p99Millis,
        double modelMillis) {
    /** Share of the engine's rate that arrives as committed verdicts. */
    public double efficiency() {
        return detectionsPerSecond / enginePerSecond;
    }

    /** Median latency beyond the model's own time. */
    public double overheadMillis() {
        return p50Millis - modelMillis;
    }

    @JsonValue
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("guarantee", guarantee);
        json.put("detectionsPerSecond", detectionsPerSecond);
        json.put("enginePerSecond", enginePerSecond);
        json.put("ratio", efficiency());
        json.put("p50Millis", p50Millis);
        json.put("beyondModelMillis", overheadMillis());
        json.put("p99Millis", p99Millis);
        json.values().removeIf(Double.valueOf(Double.NaN)::equals);
        return json;
    }
}
