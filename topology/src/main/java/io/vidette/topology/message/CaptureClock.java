package io.vidette.topology.message;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose clock a capture time was read from. */
public enum CaptureClock {
    /** The camera's own, through RTCP sender reports. */
    @JsonProperty("rtcp")
    RTCP("rtcp"),
    /** This machine's, when the frame arrived. */
    @JsonProperty("arrival")
    ARRIVAL("arrival");

    private final String text;

    CaptureClock(String text) {
        this.text = text;
    }

    /** The form used in record headers. */
    public String text() {
        return text;
    }

    /**
     * Reads the header form.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static CaptureClock parse(String text) {
        for (CaptureClock clock : values()) {
            if (clock.text.equals(text)) {
                return clock;
            }
        }
        throw new IllegalArgumentException("capture clock '" + text + "' is neither rtcp nor arrival");
    }
}
