package io.vidette.trainer.report;

import java.awt.Color;
import java.util.List;

/** Colours that can be distinguished with colour blindness too (Okabe and Ito, Color Universal Design, 2008). */
final class Palette {
    static final Color MEAN = new Color(0x1d4ed8);
    /** One class among many. */
    static final Color MANY = new Color(107, 114, 128, 70);

    private static final List<Color> CLASSES = List.of(
            new Color(0xe69f00),
            new Color(0x009e73),
            new Color(0xd55e00),
            new Color(0x56b4e9),
            new Color(0xcc79a7),
            new Color(0xb8a800),
            new Color(0x7b4fa3),
            new Color(0x8c564b),
            new Color(0x17a2a2),
            new Color(0x4d4d4d));

    private Palette() {}

    /** Classes that have a colour of their own. */
    static int size() {
        return CLASSES.size();
    }

    static Color ofClass(int index) {
        return CLASSES.get(index);
    }

    /** From white at 0 to dark blue at 1, lightness falling evenly to the eye. */
    static Color shade(double share) {
        double strength = Math.pow(Math.max(0, Math.min(1, share)), 0.8);
        return new Color(between(255, 16, strength), between(255, 62, strength), between(255, 142, strength));
    }

    private static int between(int white, int dark, double strength) {
        return (int) Math.round(white + (dark - white) * strength);
    }
}
