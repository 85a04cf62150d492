package io.vidette.topology.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpeningTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesOpenedPartsInReverseWhenTheStartFails() {
        assertThatThrownBy(() -> open(true)).hasMessage("no broker").hasNoSuppressedExceptions();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void leavesEverythingOpenWhenTheStartSucceeds() {
        open(false);

        assertThat(closed).isEmpty();
    }

    @Test
    void closesTheOthersWhenOneFailsToClose() {
        assertThatThrownBy(() -> {
                    try (Opening opening = new Opening()) {
                        opening.add(() -> closed.add("first"));
                        opening.add(() -> {
                            throw new IllegalStateException("stuck");
                        });
                        throw new IllegalArgumentException("no broker");
                    }
                })
                .hasMessage("no broker")
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessageContaining("stuck"));
        assertThat(closed).containsExactly("first");
    }

    private void open(boolean fail) {
        try (Opening opening = new Opening()) {
            opening.add(() -> closed.add("first"));
            opening.add(() -> closed.add("second"));
            if (fail) {
                throw new IllegalStateException("no broker");
            }
            opening.keep();
        }
    }
}
