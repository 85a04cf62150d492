package io.vidette.deploy.cli.bench;

import java.util.Locale;

/** Figures in tables. */
final class Figures {
    private Figures() {}

    /** Returns the figure with so many decimals, or {@code -} if it was not measured. */
    static String text(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
