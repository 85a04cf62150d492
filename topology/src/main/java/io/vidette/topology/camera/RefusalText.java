package io.vidette.topology.camera;

import java.util.regex.Pattern;
import org.apache.kafka.common.errors.SerializationException;

/** Why a record of the cameras topic is no specification, without what stands in it: that could be a password in the wrong place. */
public final class RefusalText {
    private static final Pattern ADDRESS = Pattern.compile("\\S*://\\S*");
    private static final int LONGEST = 300;

    private RefusalText() {}

    /** In one line. */
    public static String of(SerializationException e) {
        String text = ADDRESS.matcher(String.valueOf(e.getMessage())).replaceAll("***");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
