package io.vidette.ingest.synthetic;

import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a drawn camera shows, as in {@code synthetic:?size=640x360&fps=15&objects=4&seed=7}.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param fps frames per second, above 0
 * @param objects how many things move
 * @param seed of their appearance and movement
 * @param frames after how many the camera ends; 0 for never
 */
public record SyntheticSettings(int width, int height, double fps, int objects, long seed, long frames) {
    private static final Pattern SIZE = Pattern.compile("(\\d{2,4})x(\\d{2,4})");

    public SyntheticSettings {
        if (width < 64 || width > 4096 || height < 64 || height > 4096 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("size " + width + "x" + height + " is not even or outside 64..4096");
        }
        if (!(fps > 0 && fps <= 240)) {
            throw new IllegalArgumentException("fps " + fps + " is outside 0..240");
        }
        if (objects < 0 || objects > 100) {
            throw new IllegalArgumentException("objects " + objects + " is outside 0..100");
        }
        if (frames < 0) {
            throw new IllegalArgumentException("frames " + frames + " is negative");
        }
    }

    /** 640x360 at 15 frames per second with 4 objects, without an end. */
    public static SyntheticSettings defaults() {
        return new SyntheticSettings(640, 360, 15, 4, 7, 0);
    }

    /**
     * Reads a {@code synthetic:} URL.
     *
     * @throws SourceException of kind {@code REFUSED} that names the parameter that is wrong
     */
    public static SyntheticSettings parse(String url) throws SourceException {
        SyntheticSettings parsed = defaults();
        int query = url.indexOf('?');
        if (query < 0 || query + 1 == url.length()) {
            return parsed;
        }
        for (String pair : url.substring(query + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                parsed = parsed.with(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new SourceException(
                        Kind.REFUSED,
                        "synthetic camera: cannot use '" + pair + "' (" + e.getMessage()
                                + "); write such as size=640x360&fps=15&objects=4&seed=7&frames=100");
            }
        }
        return parsed;
    }

    private SyntheticSettings with(String key, String value) {
        return switch (key) {
            case "size" -> {
                Matcher size = SIZE.matcher(value);
                if (!size.matches()) {
                    throw new IllegalArgumentException("a size is such as 640x360");
                }
                yield new SyntheticSettings(
                        Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)), fps, objects, seed, frames);
            }
            case "fps" -> new SyntheticSettings(width, height, Double.parseDouble(value), objects, seed, frames);
            case "objects" -> new SyntheticSettings(width, height, fps, Integer.parseInt(value), seed, frames);
            case "seed" -> new SyntheticSettings(width, height, fps, objects, Long.parseLong(value), frames);
            case "frames" -> new SyntheticSettings(width, height, fps, objects, seed, Long.parseLong(value));
            default -> throw new IllegalArgumentException("unknown parameter");
        };
    }
}
