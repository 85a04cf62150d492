package io.vidette.topology.metric;

/**
 * The names of all metrics. Base units; Prometheus shows dots as underscores and appends the unit. Labels have bounded
 * values: cameras, reasons, states.
 */
public final class Metrics {
    /** Counter: frames read from a camera, by {@code camera}. */
    public static final String INGEST_FRAMES_READ = "vidette.ingest.frames.read";
    /** Counter: frames acknowledged by Kafka, by {@code camera}. */
    public static final String INGEST_FRAMES_PUBLISHED = "vidette.ingest.frames.published";
    /** Counter: frames lost before Kafka, by {@code camera} and {@code reason}. */
    public static final String INGEST_FRAMES_DROPPED = "vidette.ingest.frames.dropped";
    /** Counter: frames not published because nothing moved, by {@code camera}. */
    public static final String INGEST_FRAMES_STILL = "vidette.ingest.frames.still";
    /** Timer: from packet to picture, scaled and encoded, by {@code camera}. */
    public static final String INGEST_FRAME_PREPARE = "vidette.ingest.frame.prepare";
    /** Gauge: frames published per second, by {@code camera}. */
    public static final String INGEST_CAMERA_FPS = "vidette.ingest.camera.fps";
    /** Gauge: 1 for the state that a camera is in, else 0, by {@code camera} and {@code state}. */
    public static final String INGEST_CAMERA_STATE = "vidette.ingest.camera.state";
    /** Gauge: arrival time minus capture time in seconds, where the camera sends its own clock, by {@code camera}. */
    public static final String INGEST_CAMERA_CLOCK_OFFSET = "vidette.ingest.camera.clock.offset";

    /** Counter: verdicts forwarded, by {@code type} (detected, skipped, rejected). */
    public static final String DETECT_VERDICTS = "vidette.detect.verdicts";
    /** Counter: frames that the model was not shown on purpose, by {@code reason} (stale, busy). */
    public static final String DETECT_SKIPPED = "vidette.detect.skipped";
    /** Counter: threads of the detector that failed and were replaced. */
    public static final String DETECT_FAILURES = "vidette.detect.failures";
    /** Histogram: frames in a batch. */
    public static final String DETECT_BATCH_SIZE = "vidette.detect.batch.size";
    /** Timer: from arrival in the detector to the start of its batch. */
    public static final String DETECT_QUEUE = "vidette.detect.queue";
    /** Timer: JPEG to tensor, per batch. */
    public static final String DETECT_DECODE = "vidette.detect.decode";
    /** Timer: forward pass, per batch. */
    public static final String DETECT_INFERENCE = "vidette.detect.inference";
    /** Timer: the part of the forward pass that one of several devices computed, per batch, by {@code device}. */
    public static final String DETECT_DEVICE = "vidette.detect.device";
    /** Timer: candidates to boxes, per batch. */
    public static final String DETECT_POSTPROCESS = "vidette.detect.postprocess";
    /** Gauge: frames on the topic that have no committed verdict yet, by {@code partition}. */
    public static final String DETECT_LAG = "vidette.detect.lag";
    /** Gauge: seconds since the oldest frame arrived that was fetched and has no verdict, 0 where none is, by {@code partition}. */
    public static final String DETECT_WAITING = "vidette.detect.waiting";
    /** Timer: from capture to verdict, by {@code camera}. */
    public static final String FRAME_AGE = "vidette.frame.age";

    /** Counter: verdicts that the tracker processed, by {@code result}. */
    public static final String TRACK_FRAMES = "vidette.track.frames";
    /** Counter: events published, by {@code type} (new, update, end, enter, leave, dwell, cross). */
    public static final String TRACK_EVENTS = "vidette.track.events";
    /** Gauge: objects that are open. */
    public static final String TRACK_OBJECTS = "vidette.track.objects";
    /** Gauge: verdicts on the topic that the tracker has not processed yet, by {@code partition}. */
    public static final String TRACK_LAG = "vidette.track.lag";
    /** Counter: threads of the tracker that failed and were replaced. */
    public static final String TRACK_FAILURES = "vidette.track.failures";

    private Metrics() {}
}
