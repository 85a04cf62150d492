package io.vidette.topology.compacted;

import java.util.Set;

/**
 * Receives the changes of a compacted topic. Existing records are read first, and only their result is reported, one
 * call per key. All calls come from the thread that reads the topic.
 */
public interface CompactedListener<K, V> {
    /** Why partitions, and their keys with them, are no longer followed. */
    enum Release {
        /** The follower was closed. */
        CLOSED,
        /** The group assigns the partitions to another member, which waits until this call returns. */
        REVOKED,
        /** Another member may own the partitions already, or the consumer failed. */
        LOST
    }

    /** The key has another value now. */
    void changed(K key, V value);

    /**
     * The key has no valid record, and its newest record is invalid.
     *
     * @param reason one line without secrets
     */
    default void refused(K key, String reason) {}

    /** The key was removed. */
    void removed(K key);

    /** These keys had a value or were refused, and are no longer followed. */
    default void released(Set<K> keys, Release why) {}
}
