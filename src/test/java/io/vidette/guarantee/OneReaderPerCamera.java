package io.vidette.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * At any moment one node reads a camera. A reader counts its frames from 0, so on the topic the numbers of a camera grow,
 * or begin again at 0 with the next reader; those of two readers at once go to and fro.
 */
public final class OneReaderPerCamera {
    private OneReaderPerCamera() {}

    /**
     * Fails at the first frame that a former reader published.
     *
     * @param sequences of the camera's frames as they lie on the topic
     */
    public static void verify(String camera, List<Long> sequences) {
        for (int i = 1; i < sequences.size(); i++) {
            if (sequences.get(i) != 0) {
                assertThat(sequences.get(i))
                        .as("sequence of frame %d of camera '%s', after %s", i, camera, sequences.get(i - 1))
                        .isGreaterThan(sequences.get(i - 1));
            }
        }
    }
}
