package io.vidette.deploy.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.serde.Json;
import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.SinkCounts;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SinkTopicsTest {
    private static final List<String> NAMES = List.of(
            "vidette.frames", "vidette.events", "vidette.dead-letters", "vidette.track-state-changelog", "other.json");
    private static final SinkTarget FILE = new SinkTarget("jsonl", "events of today.jsonl", "/data/events.jsonl");

    private final SinkTopics topics = new SinkTopics(
            Topics.DEFAULT,
            prefix -> NAMES.stream().filter(name -> name.startsWith(prefix)).toList());

    @Test
    void findsATopicWithAndWithoutItsPrefix() {
        assertThat(request("events").topic()).isEqualTo("vidette.events");
        assertThat(request("vidette.events").topic()).isEqualTo("vidette.events");
        assertThat(request("other.json").topic()).isEqualTo("other.json");
    }

    @Test
    void refusesTopicsWithPicturesAndNamesSuitableOnes() {
        assertThatThrownBy(() -> request("frames"))
                .isInstanceOf(UserError.class)
                .hasMessage("the topic 'vidette.frames' holds pictures, not JSON; --topic takes one of vidette.events");
        assertThatThrownBy(() -> request("evnets"))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no topic 'vidette.evnets'; there are vidette.events");
    }

    @Test
    void namesTheGroupAfterTopicAndFullTarget() {
        String group = request("events").group();

        assertThat(group).matches("vidette\\.sink\\.jsonl\\.events\\.events-of-today\\.jsonl-[0-9a-f]{8}");
        assertThat(new SinkTarget("jsonl", "events of today.jsonl", "/elsewhere/events.jsonl")
                        .group(Topics.DEFAULT, "vidette.events"))
                .isNotEqualTo(group);
        assertThat(new SinkTarget("jsonl", "x".repeat(300), "x").group(Topics.DEFAULT, "y".repeat(240)))
                .hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void refusesAnInvalidGroupName() {
        RecordFilter all = new RecordFilter(Set.of(), Set.of(), Set.of());

        assertThatThrownBy(() -> new SinkOrder("events", Optional.of("a b"), true, all, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a b'");
    }

    @Test
    void writesItsReportWithStableFieldNames() {
        SinkReport report =
                SinkReport.of(request("events"), Optional.of("events.jsonl"), Optional.empty(), new SinkCounts());

        JsonNode json = Json.mapper().valueToTree(report);

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("topic", "group", "file", "delivered", "filtered", "retried", "deadLettered");
    }

    private SinkRequest request(String topic) {
        RecordFilter all = new RecordFilter(Set.of(), Set.of(), Set.of());
        return topics.request(new SinkOrder(topic, Optional.empty(), true, all, true), FILE);
    }
}
