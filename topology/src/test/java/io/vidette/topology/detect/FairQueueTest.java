package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void takesTurnsBetweenCamerasAndKeepsTheOrderWithinEach() {
        for (int i = 0; i < 4; i++) {
            queue.add("busy", "b" + i);
        }
        queue.add("quiet", "q0");
        queue.add("calm", "c0");
        assertThat(queue.take(4)).containsExactly("b0", "q0", "c0", "b1");
        assertThat(queue.take(4)).containsExactly("b2", "b3");
        assertThat(queue.size()).isZero();
    }

    @Test
    void goesOnWithTheNextCameraInTheNextBatch() {
        for (int i = 0; i < 3; i++) {
            queue.add("a", "a" + i);
            queue.add("b", "b" + i);
        }
        assertThat(queue.take(1)).containsExactly("a0");
        assertThat(queue.take(1)).containsExactly("b0");
        assertThat(queue.take(1)).containsExactly("a1");
    }
}
