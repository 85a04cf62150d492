package io.vidette.topology.lifecycle;

/** A part that can be asked how it fares. */
public interface HealthCheck {
    /** As in the health report, such as {@code ingest}. */
    String name();

    /** Answers from memory, at once and from any thread: an orchestrator asks every few seconds. */
    Health health();
}
