package io.vidette.topology.sink;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests, so that the receiver can verify their origin and age: HMAC-SHA256 (RFC 2104) over the
 * time, a dot and the body. {@code toString} does not reveal the key.
 */
public final class SigningKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 16;

    private final SecretKeySpec key;

    /**
     * Creates a key from the secret that both sides share.
     *
     * @throws IllegalArgumentException when it is so short that it can be guessed
     */
    public SigningKey(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("the secret that signs has fewer than " + SHORTEST + " characters");
        }
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /**
     * The value of the header, {@code t=SECONDS,v1=HEX}.
     *
     * @param seconds since 1970, of the attempt
     */
    String sign(long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
