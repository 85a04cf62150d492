package io.vidette.topology.topic;

import java.util.List;

/**
 * The result of {@link TopicAdmin#ensure}.
 *
 * @param created names of topics that were missing
 * @param differences one line for each setting of an existing topic that is not as it should be
 */
public record TopicReport(List<String> created, List<String> differences) {
    public TopicReport {
        created = List.copyOf(created);
        differences = List.copyOf(differences);
    }
}
