package io.vidette.ingest.publish;

/** Why a frame never reached Kafka; the label of the metric. */
public enum DropReason {
    /** The camera or the network damaged it. */
    CORRUPT("corrupt"),
    /** Kafka was away for longer than frames can be kept. */
    BROKER_OUTAGE("broker-outage"),
    /** Larger than Kafka takes. */
    TOO_LARGE("too-large"),
    /** Kafka refused it for another reason, such as missing rights. */
    KAFKA_REFUSED("kafka-refused"),
    /** Its camera was taken from this node before it could be sent. */
    DETACHED("detached");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /** The value of the label. */
    public String text() {
        return text;
    }
}
