package io.vidette.trainer.dataset;

import java.nio.file.Path;

/**
 * Something in a data set that is not used, or not as it stands.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param reason one line
 */
public record LabelProblem(Path file, int line, String reason) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
