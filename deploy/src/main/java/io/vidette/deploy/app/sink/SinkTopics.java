package io.vidette.deploy.app.sink;

import io.vidette.topology.fault.UserError;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.function.Function;

/** Finds the topic that a sink reads. */
final class SinkTopics {
    /** Kafka Streams keeps its state in changelogs, which are for itself. */
    private static final String CHANGELOG = "-changelog";

    private final Topics topics;
    private final Function<String, List<String>> namesFrom;

    /** @param namesFrom returns the names of the topics that begin with a text */
    SinkTopics(Topics topics, Function<String, List<String>> namesFrom) {
        this.topics = topics;
        this.namesFrom = namesFrom;
    }

    /**
     * Completes an order.
     *
     * @throws UserError if there is no such topic, or its records are not JSON
     */
    SinkRequest request(SinkOrder order, SinkTarget target) {
        String topic = find(order.topic());
        String group = order.group().orElseGet(() -> target.group(topics, topic));
        return new SinkRequest(topic, group, order.fromEnd(), order.filter(), order.once());
    }

    private String find(String topic) {
        List<String> known = namesFrom.apply(topics.prefix());
        String full = known.contains(topics.prefix() + topic) ? topics.prefix() + topic : topic;
        List<String> unfit = List.of(topics.frames(), topics.deadLetters());
        List<String> fit = known.stream()
                .filter(name -> !unfit.contains(name) && !name.endsWith(CHANGELOG))
                .toList();
        if (unfit.contains(full)) {
            throw new UserError("the topic '" + full + "' holds pictures, not JSON; --topic takes one of "
                    + String.join(", ", fit));
        }
        if (!known.contains(full) && !namesFrom.apply(full).contains(full)) {
            throw new UserError(
                    "there is no topic '" + topics.prefix() + topic + "'; there are " + String.join(", ", fit));
        }
        return full;
    }
}
