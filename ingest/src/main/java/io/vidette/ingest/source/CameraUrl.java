package io.vidette.ingest.source;

import io.vidette.topology.config.Secrets.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address in its two forms: one that may be shown, and one for FFmpeg, which takes user and password in the URL and
 * nowhere else.
 */
public record CameraUrl(String text) {
    /** Greedy up to the last {@code @}: a password may hold one, or a slash. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^\\s'\"]*@");

    private static final Pattern HOST = Pattern.compile("://(\\[[^\\]]*\\]|[^/:?#]*)");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s'\"]*");
    /** FFmpeg's RTSP client cuts a longer one off without a word. */
    private static final int LONGEST_USER_INFO = 127;

    /** Without user, password and query, in which some cameras carry passwords too. */
    public String shown() {
        return QUERY.matcher(blot(text)).replaceAll("?***");
    }

    @Override
    public String toString() {
        return shown();
    }

    public String scheme() {
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** The host's name or address, without brackets; empty when the URL has none. */
    public String host() {
        Matcher host = HOST.matcher(text);
        return host.find() ? host.group(1).replaceAll("[\\[\\]]", "") : "";
    }

    /** Whether the host is given by its address instead of its name. */
    public boolean isAddress() {
        return host().indexOf(':') >= 0 || ADDRESS.matcher(host()).matches();
    }

    /** For FFmpeg only: this text holds the password. */
    public String with(Credentials credentials) throws SourceException {
        String userInfo = encode(credentials.user()) + ":" + encode(credentials.password());
        if (userInfo.length() > LONGEST_USER_INFO) {
            throw new SourceException(
                    SourceException.Kind.REFUSED,
                    "user and password are longer than " + LONGEST_USER_INFO + " characters; shorten the password");
        }
        int host = text.indexOf("://") + 3;
        return text.substring(0, host) + userInfo + "@" + text.substring(host);
    }

    /** Removes what looks like user and password from any text. */
    public static String blot(String text) {
        return USER_INFO.matcher(text).replaceAll("***@");
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~!$*".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
