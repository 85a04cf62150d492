package io.vidette.ingest.synthetic;

import io.vidette.topology.message.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A drawn world of textured balls and crates that bounce within the picture. Where everything is follows from the frame's
 * index alone, so a test knows the truth about every frame.
 */
public final class SyntheticScene {
    private final SyntheticSettings settings;
    private final byte[] background;
    private final List<SyntheticObject> objects = new ArrayList<>();

    public SyntheticScene(SyntheticSettings settings) {
        this.settings = settings;
        SplittableRandom random = new SplittableRandom(settings.seed());
        this.background = background(settings.width(), settings.height(), random);
        for (int i = 0; i < settings.objects(); i++) {
            objects.add(SyntheticObject.random(i, settings, random));
        }
    }

    /** Size, speed and number of objects. */
    public SyntheticSettings settings() {
        return settings;
    }

    /** Where the objects are in a frame, back to front; later ones hide earlier ones where they overlap. */
    public List<Placed> truth(long frame) {
        return objects.stream()
                .map(object -> new Placed(object.id(), object.label(), object.box(frame)))
                .toList();
    }

    /**
     * Draws a frame.
     *
     * @return blue, green, red bytes, row after row without padding: {@code [height, width, 3]}
     */
    public byte[] draw(long frame) {
        byte[] bgr = background.clone();
        for (SyntheticObject object : objects) {
            object.drawOn(bgr, settings.width(), frame);
        }
        return bgr;
    }

    private static byte[] background(int width, int height, SplittableRandom random) {
        byte[] bgr = new byte[width * height * 3];
        int i = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int light = 60 + 80 * y / height + 12 * ((x >> 5) + (y >> 5) & 1) + random.nextInt(6);
                bgr[i++] = (byte) (light + 10);
                bgr[i++] = (byte) light;
                bgr[i++] = (byte) (light - 10);
            }
        }
        return bgr;
    }

    /**
     * An object in a frame.
     *
     * @param id its number, from 0, the same in every frame
     * @param label {@code ball} or {@code crate}
     * @param box in pixels of the picture as drawn
     */
    public record Placed(int id, String label, Box box) {}
}
