package io.vidette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.TopicSpec;
import io.vidette.topology.topic.TopicState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaUnderTest.class)
final class TopicAdminTest {
    private static final TopicSettings DEFAULTS = ConfigReader.defaults(TopicSettings.class);

    private final String prefix = "t" + UUID.randomUUID() + ".";

    @Test
    void createsMissingTopicsAndThenReportsNoDifference(KafkaConnection kafka) {
        List<TopicSpec> plan = TopicPlan.of(settings(3, 1));
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            assertThat(admin.ensure(plan).created())
                    .containsExactlyElementsOf(
                            plan.stream().map(TopicSpec::name).toList());

            assertThat(admin.ensure(plan))
                    .satisfies(again -> assertThat(again.created()).isEmpty())
                    .satisfies(again -> assertThat(again.differences()).isEmpty());
        }
    }

    @Test
    void reportsTheDifferencesOfATopicWithoutChangingIt(KafkaConnection kafka) {
        TopicSpec frames = TopicPlan.of(settings(3, 1)).get(0);
        Map<String, String> changed = new HashMap<>(frames.settings());
        changed.put("retention.ms", "60000");
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(List.of(frames));

            assertThat(admin.ensure(List.of(new TopicSpec(frames.name(), 8, 2, changed)))
                            .differences())
                    .containsExactly(
                            "topic '" + frames.name()
                                    + "' has 3 partitions, not topics.partitions=8; it is not changed",
                            "topic '" + frames.name()
                                    + "' has 1 replicas, not topics.replicationFactor=2; it is not changed",
                            "topic '" + frames.name() + "' has retention.ms=3600000, not 60000; it is not changed");

            assertThat(admin.describe(List.of(frames.name())))
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.settings()).containsEntry("retention.ms", "3600000"))
                    .extracting(TopicState::partitions)
                    .satisfies(partitions -> assertThat(partitions).hasSize(3));
        }
    }

    @Test
    void namesTheSettingWhenThereAreTooFewBrokers(KafkaConnection kafka) {
        List<TopicSpec> plan = TopicPlan.of(settings(1, 30_000));
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            assertThatThrownBy(() -> admin.ensure(plan))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("topics.replicationFactor=30000");
        }
    }

    @Test
    void namesTheServersWhenNoneAnswers() {
        KafkaConnection nobody = new KafkaConnection("localhost:1", Map.of(), Duration.ofMillis(500));
        try (TopicAdmin admin = new TopicAdmin(nobody)) {
            assertThatThrownBy(() -> admin.ensure(TopicPlan.of(DEFAULTS)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no answer from Kafka at localhost:1")
                    .hasMessageContaining("--bootstrap-servers");
        }
    }

    @Test
    void namesInvalidServers() {
        assertThatThrownBy(() -> new TopicAdmin(new KafkaConnection("nonsense", Map.of(), Duration.ofSeconds(1))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nonsense");
    }

    private TopicSettings settings(int partitions, int replicationFactor) {
        return new TopicSettings(
                prefix,
                partitions,
                replicationFactor,
                DEFAULTS.framesRetention(),
                DEFAULTS.framesSize(),
                DEFAULTS.detectionsRetention(),
                DEFAULTS.eventsRetention(),
                DEFAULTS.deadLettersRetention());
    }
}
