package io.vidette.topology.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
    private final LaneQueue<String, String> queue = new LaneQueue<>();

    @Test
    void alternatesBetweenLanesWhileNoneDrains() {
        add("x", 3);
        add("y", 2);
        assertThat(queue.isDraining()).isFalse();
        assertThat(queue.take(4)).containsExactly("x0", "y0", "x1", "y1");
        assertThat(queue.take(4)).containsExactly("x2");
        assertThat(queue.size()).isZero();
    }

    @Test
    void takesADrainingLaneFirstAndAlone() {
        add("x", 3);
        add("y", 2);
        queue.drain("y");
        assertThat(queue.isDraining()).isTrue();
        assertThat(queue.take(3)).containsExactly("y0", "y1");
        assertThat(queue.isDraining()).isFalse();
        assertThat(queue.take(3)).containsExactly("x0", "x1", "x2");
    }

    @Test
    void takesDrainingLanesInTheOrderOfTheirRequests() {
        add("x", 3);
        add("y", 3);
        queue.drain("y");
        queue.drain("x");
        queue.drain("y");
        assertThat(queue.take(4)).containsExactly("y0", "y1", "y2", "x0");
    }

    @Test
    void endsADrainWhenAFrameIsAdded() {
        add("x", 1);
        queue.drain("y");
        add("y", 1);
        assertThat(queue.isDraining()).isFalse();
        assertThat(queue.take(1)).containsExactly("x0");
    }

    @Test
    void keepsTheTurnOfFramesOfAForgottenLane() {
        add("x", 1);
        queue.drain("x");
        queue.forget("x");
        assertThat(queue.isDraining()).isFalse();
        assertThat(queue.take(1)).containsExactly("x0");
    }

    @Test
    void doesNotStarveALaneWhileOthersDrain() {
        add("x", 1);
        add("y", 1);
        queue.drain("y");
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 20 && !taken.contains("x0"); i++) {
            String other = i % 2 == 0 ? "z" : "y";
            add(other, 1);
            queue.drain(other);
            taken.addAll(queue.take(1));
        }
        assertThat(taken).contains("x0");
    }

    private void add(String lane, int frames) {
        for (int i = 0; i < frames; i++) {
            queue.add(lane, "camera", 1, lane + i);
        }
    }
}
