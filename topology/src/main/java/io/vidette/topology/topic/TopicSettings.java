package io.vidette.topology.topic;

import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.time.Duration;

/** What the topics are called and how they are created. Existing topics are never altered. */
public record TopicSettings(
        @Setting(
                value = "vidette.",
                range = "letters, digits, '.', '_' and '-'",
                why = "Put before the name of every topic, so that several installations can share a cluster.")
        String prefix,

        @Setting(
                value = "8",
                range = "1..1024",
                why = "Partitions of frames, detections and cameras; the most nodes among which cameras can be divided."
                        + " Changing it later moves cameras between partitions, so order per camera breaks once.")
        int partitions,

        @Setting(
                value = "1",
                range = "1..32767",
                why = "Copies of every topic. 1 suits a single broker; a cluster of three or more should have 3.")
        int replicationFactor,

        @Setting(
                value = "1h",
                range = "1m..",
                why = "How long frames are kept. Long enough to catch up after an outage; pictures of people should not"
                        + " stay longer than needed.")
        Duration framesRetention,

        @Setting(
                value = "4GiB",
                range = "64MiB..",
                why =
                        "The most disk for frames, over all partitions, on each replica. About half an hour of 20 cameras at"
                                + " 2 frames per second.")
        ByteSize framesSize,

        @Setting(value = "7d", range = "1m..", why = "How long verdicts are kept; a consumer may be away for a week.")
        Duration detectionsRetention,

        @Setting(
                value = "30d",
                range = "1m..",
                why = "How long events and counts are kept; they are few, and are queried later.")
        Duration eventsRetention,

        @Setting(value = "7d", range = "1m..", why = "How long refused records are kept for diagnosis.")
        Duration deadLettersRetention) {
    public TopicSettings {
        new Topics(prefix);
        Settings.check(
                TopicSettings.class,
                prefix,
                partitions,
                replicationFactor,
                framesRetention,
                framesSize,
                detectionsRetention,
                eventsRetention,
                deadLettersRetention);
    }

    /** The same topics under another prefix. */
    public TopicSettings withPrefix(String other) {
        return new TopicSettings(
                other,
                partitions,
                replicationFactor,
                framesRetention,
                framesSize,
                detectionsRetention,
                eventsRetention,
                deadLettersRetention);
    }

    /** The names. */
    public Topics names() {
        return new Topics(prefix);
    }
}
