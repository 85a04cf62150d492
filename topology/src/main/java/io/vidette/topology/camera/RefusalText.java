package io.vidette.topology.camera;

import io.vidette.topology.fault.SecretMask;
import org.apache.kafka.common.errors.SerializationException;

/** Why a record of a camera topic is invalid, without addresses, because one may contain a password. */
public final class RefusalText {
    private static final int LONGEST = 300;

    private RefusalText() {}

    /** In one line. */
    public static String of(SerializationException e) {
        String text = SecretMask.maskAddresses(e.getMessage());
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
