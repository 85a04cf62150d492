package io.vidette.topology.sink;

/**
 * Where lines come from. Offsets mean something within one life of a topic alone: one that was deleted and made anew has the
 * same name, and another id.
 *
 * @param cluster the id that the cluster gave itself
 * @param topic its name
 * @param topicId what Kafka tells it apart by from one of the same name, before or after
 */
public record LineSource(String cluster, String topic, String topicId) {}
