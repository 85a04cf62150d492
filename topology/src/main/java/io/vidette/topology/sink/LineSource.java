package io.vidette.topology.sink;

/**
 * The topic that lines come from. Offsets are valid for one instance of a topic: a deleted and recreated one has the
 * same name and a new id.
 *
 * @param cluster the id that the cluster gave itself
 * @param topic its name
 * @param topicId Kafka's id of the topic, which differs from those of earlier and later topics of the same name
 */
public record LineSource(String cluster, String topic, String topicId) {}
