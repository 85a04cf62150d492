package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void alternatesBetweenCamerasAndKeepsTheOrderOfEach() {
        for (int i = 0; i < 4; i++) {
            queue.add("busy", 1, "b" + i);
        }
        queue.add("quiet", 1, "q0");
        queue.add("calm", 1, "c0");
        assertThat(queue.take(4)).containsExactly("b0", "q0", "c0", "b1");
        assertThat(queue.take(4)).containsExactly("b2", "b3");
        assertThat(queue.size()).isZero();
    }

    @Test
    void startsTheNextBatchWithTheNextCamera() {
        for (int i = 0; i < 3; i++) {
            queue.add("a", 1, "a" + i);
            queue.add("b", 1, "b" + i);
        }
        assertThat(queue.take(1)).containsExactly("a0");
        assertThat(queue.take(1)).containsExactly("b0");
        assertThat(queue.take(1)).containsExactly("a1");
    }

    @Test
    void takesMoreFramesOfACameraWithHigherPriority() {
        for (int i = 0; i < 6; i++) {
            queue.add("yard", 1, "y" + i);
            queue.add("gate", 3, "g" + i);
        }
        assertThat(queue.take(5)).containsExactly("y0", "g0", "g1", "g2", "y1");
        // Its turn goes on in the next batch.
        assertThat(queue.take(1)).containsExactly("g3");
        assertThat(queue.take(4)).containsExactly("g4", "g5", "y2", "y3");
        assertThat(queue.take(9)).containsExactly("y4", "y5");
    }
}
