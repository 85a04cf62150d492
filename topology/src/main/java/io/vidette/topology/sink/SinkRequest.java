package io.vidette.topology.sink;

/**
 * Which records a sink delivers.
 *
 * @param topic that is read
 * @param group whose offsets store the progress; two sinks of one group share the partitions
 * @param fromEnd whether a new group starts at the end of the topic
 * @param filter what passes
 * @param once whether to stop when all records that existed at the start are delivered
 */
public record SinkRequest(String topic, String group, boolean fromEnd, RecordFilter filter, boolean once) {
    public SinkRequest {
        checkGroup(group);
    }

    /** Refuses a name with {@link IllegalArgumentException} if no consumer group can have it. */
    public static void checkGroup(String group) {
        if (!group.matches("[a-zA-Z0-9._-]{1,240}")) {
            throw new IllegalArgumentException("the group '" + group
                    + "' is not 1 to 240 letters, digits, '.', '_' and '-'; give another with --group");
        }
    }
}
