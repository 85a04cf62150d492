package io.vidette.topology.detect;

import java.util.Locale;

/** Why a frame was skipped. {@link SkipRule} decides it. */
public enum Skip {
    /** Older than its camera allows. */
    STALE,
    /** The model had no room, and its camera has a low priority. */
    BUSY;

    /** As in verdicts and metrics. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
