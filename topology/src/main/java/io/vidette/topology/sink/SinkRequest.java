package io.vidette.topology.sink;

/**
 * What is handed on.
 *
 * @param topic that is read
 * @param group that remembers how far it came; two sinks of one group share the partitions
 * @param fromEnd whether a group that is new begins behind what is there already
 * @param filter what passes
 * @param once whether to end when all that was there at the start is handed on
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
