package io.vidette.deploy.app.sink;

import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a sink forwards to, as far as it names the consumer group.
 *
 * @param kind of the sink, such as {@code webhook}
 * @param name of the target, for people
 * @param identity of the target; its hash distinguishes targets of the same name
 */
record SinkTarget(String kind, String name, String identity) {
    private static final int SHORT_HASH_BYTES = 4;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_GROUP = 200;

    /**
     * Returns the group of a sink that was given none.
     *
     * @param topic full name of the topic
     */
    String group(Topics topics, String topic) {
        String readable = name.replaceAll("[^a-zA-Z0-9._-]", "-");
        String bounded = readable.substring(0, Math.min(readable.length(), LONGEST_NAME));
        String read = topic.startsWith(topics.prefix())
                ? topic.substring(topics.prefix().length())
                : topic;
        String group = topics.prefix() + "sink." + kind + "." + read + "." + bounded + "-" + hash(identity);
        return group.substring(Math.max(0, group.length() - LONGEST_GROUP));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SHORT_HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
