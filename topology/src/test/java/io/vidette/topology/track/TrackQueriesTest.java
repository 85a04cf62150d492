package io.vidette.topology.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackQueriesTest {
    private static final Optional<String> HERE = Optional.of("10.0.0.1:8080");

    @Test
    void namesTheNodeThatOwnsTheCamera() {
        assertThat(TrackQueries.<String>elsewhere(Optional.of("10.0.0.2:8080"), HERE))
                .isEqualTo(new Answer.Elsewhere<String>(Optional.of("10.0.0.2:8080")));
        assertThat(TrackQueries.<String>elsewhere(Optional.empty(), Optional.empty()))
                .isEqualTo(new Answer.Elsewhere<String>(Optional.empty()));
    }

    @Test
    void neverNamesItself() {
        assertThat(TrackQueries.<String>elsewhere(HERE, HERE)).isInstanceOf(Answer.NotYet.class);
    }
}
