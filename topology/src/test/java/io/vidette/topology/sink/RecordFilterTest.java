package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.topology.serde.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordFilterTest {
    private static final String EVENT = "{\"type\":\"new\",\"camera\":\"gate\",\"label\":\"car\"}";
    private static final String VERDICT =
            "{\"type\":\"detected\",\"camera\":\"gate\",\"detections\":[{\"label\":\"dog\"},{\"label\":\"car\"}]}";

    @Test
    void passesAllRecordsWithoutConditions() throws JsonProcessingException {
        RecordFilter all = new RecordFilter(Set.of(), Set.of(), Set.of());

        assertThat(passes(all, EVENT)).isTrue();
        assertThat(passes(all, "{}")).isTrue();
    }

    @Test
    void checksEachFieldIndependently() throws JsonProcessingException {
        RecordFilter filter = new RecordFilter(Set.of("gate", "yard"), Set.of("car"), Set.of("new", "detected"));

        assertThat(passes(filter, EVENT)).isTrue();
        assertThat(passes(filter, VERDICT)).isTrue();
        assertThat(passes(filter, EVENT.replace("gate", "door"))).isFalse();
        assertThat(passes(filter, EVENT.replace("car", "dog"))).isFalse();
        assertThat(passes(filter, VERDICT.replace("car", "cat"))).isFalse();
        assertThat(passes(filter, EVENT.replace("new", "end"))).isFalse();
    }

    @Test
    void rejectsARecordWithoutTheField() throws JsonProcessingException {
        assertThat(passes(new RecordFilter(Set.of("gate"), Set.of(), Set.of()), "{\"label\":\"car\"}"))
                .isFalse();
        assertThat(passes(new RecordFilter(Set.of(), Set.of("car"), Set.of()), "{\"camera\":\"gate\"}"))
                .isFalse();
        assertThat(passes(new RecordFilter(Set.of(), Set.of("1"), Set.of()), "{\"label\":1}"))
                .isFalse();
    }

    private static boolean passes(RecordFilter filter, String json) throws JsonProcessingException {
        return filter.passes(Json.mapper().readTree(json));
    }
}
