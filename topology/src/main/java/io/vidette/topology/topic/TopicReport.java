package io.vidette.topology.topic;

import java.util.List;

/**
 * What came of making the topics as they should be.
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
