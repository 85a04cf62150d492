package io.vidette.ingest.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Who may see a test camera: everyone, or one user by Basic (RFC 7617) or Digest (RFC 2069). */
record RtspAccess(Scheme scheme, String user, String password) {
    private static final String REALM = "camera";
    private static final String NONCE = "5ccc069c403ebaf9f0171e9517f40e41";

    enum Scheme {
        OPEN,
        BASIC,
        DIGEST
    }

    static RtspAccess open() {
        return new RtspAccess(Scheme.OPEN, "", "");
    }

    String challenge() {
        return scheme == Scheme.BASIC
                ? "Basic realm=\"" + REALM + "\""
                : "Digest realm=\"" + REALM + "\", nonce=\"" + NONCE + "\"";
    }

    boolean allows(String method, Optional<String> authorization) {
        return switch (scheme) {
            case OPEN -> true;
            case BASIC -> authorization.equals(Optional.of("Basic " + base64(user + ":" + password)));
            case DIGEST ->
                authorization.filter(text -> text.startsWith("Digest ")).map(RtspAccess::fields).stream()
                        .anyMatch(fields ->
                                answer(method, fields.getOrDefault("uri", "")).equals(fields.get("response")));
        };
    }

    private String answer(String method, String uri) {
        return md5(md5(user + ":" + REALM + ":" + password) + ":" + NONCE + ":" + md5(method + ":" + uri));
    }

    private static Map<String, String> fields(String authorization) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : authorization.substring("Digest ".length()).split(",\\s*", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals).trim(),
                    pair.substring(equals + 1).replace("\"", "").trim());
        }
        return fields;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
