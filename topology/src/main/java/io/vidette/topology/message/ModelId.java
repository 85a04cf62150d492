package io.vidette.topology.message;

import java.util.regex.Pattern;

/**
 * Identifies the weights that a frame was processed with.
 *
 * @param name of the model, such as {@code yolov5n}
 * @param sha256 of the {@code best.pt} file, in lower-case hexadecimal
 */
public record ModelId(String name, String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ModelId {
        if (name.isBlank()) {
            throw new IllegalArgumentException("model without a name");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is not a SHA-256 in hexadecimal");
        }
    }
}
