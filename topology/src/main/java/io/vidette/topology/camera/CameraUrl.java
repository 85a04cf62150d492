package io.vidette.topology.camera;

import io.vidette.topology.config.Secrets.Credentials;
import io.vidette.topology.fault.SecretMask;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a camera. Its text form masks secrets.
 *
 * @param text as it is in the camera's record: without user and password
 */
public record CameraUrl(String text) {
    private static final List<String> NETWORK = List.of("rtsp", "rtsps", "http", "https");
    private static final List<String> LOCAL = List.of("file", "synthetic");
    private static final String SEPARATOR = "://";
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>[^\\[\\]:@]+|\\[[0-9a-fA-F:.%]+])(:(?<port>\\d{1,5}))?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final Pattern PASSWORD_PARAMETER =
            Pattern.compile("(?i)[?&/;](password|passwd|pwd|pass|token)=[^&/;]+");
    /** FFmpeg's RTSP client truncates a longer user info without an error. */
    private static final int LONGEST_USER_INFO = 127;

    /**
     * An address as people write it.
     *
     * @param url without user and password
     * @param credentials the user info, percent-decoded
     */
    public record WithCredentials(CameraUrl url, Optional<Credentials> credentials) {}

    /**
     * Separates user and password from the address. A '/' or '@' in a password makes it impossible to find its end. A wrong
     * guess would publish half of it, so such an address is refused.
     *
     * @throws IllegalArgumentException with a one-line message that contains no part of the address except its scheme
     */
    public static WithCredentials parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        if (LOCAL.contains(scheme)) {
            if (text.startsWith(SEPARATOR, colon) && text.indexOf('@') >= 0) {
                throw new IllegalArgumentException("a " + scheme
                        + ": URL has no user and password; write file:///PATH, and in a path %40 for '@'");
            }
            return new WithCredentials(new CameraUrl(text), Optional.empty());
        }
        if (!NETWORK.contains(scheme) || !text.startsWith(SEPARATOR, colon)) {
            throw new IllegalArgumentException(
                    "a camera's URL begins with rtsp://, rtsps://, http://, https://, file: or synthetic:");
        }
        int start = colon + SEPARATOR.length();
        int end = endOfAuthority(text, start);
        String authority = text.substring(start, end);
        String rest = text.substring(end);
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        if (!AUTHORITY.matcher(host).matches() || rest.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "cannot find the host in the " + scheme
                            + " URL; in a user or a password write %2F for '/', %3F for '?', %23 for '#', and in a path %40 for '@'");
        }
        return new WithCredentials(
                new CameraUrl(text.substring(0, start) + host + rest),
                at < 0 ? Optional.empty() : Optional.of(credentials(authority.substring(0, at))));
    }

    /** In lower case; empty if there is none, as in the path of a file. */
    public String scheme() {
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** The host's name or address, without brackets; empty if the URL has none. */
    public String host() {
        Matcher authority = authority();
        return authority.matches() ? authority.group("host").replaceAll("[\\[\\]]", "") : "";
    }

    /** The port; empty if the URL has none. */
    public OptionalInt port() {
        Matcher authority = authority();
        return authority.matches() && authority.group("port") != null
                ? OptionalInt.of(Integer.parseInt(authority.group("port")))
                : OptionalInt.empty();
    }

    /** Whether the host is an address instead of a name. */
    public boolean isAddress() {
        return host().indexOf(':') >= 0 || NUMERIC.matcher(host()).matches();
    }

    /**
     * Whether it may contain a user and a password. Any '@' counts, because a password may contain a '/'; in a path it is
     * written {@code %40}.
     */
    public boolean mayHoldCredentials() {
        int separator = text.indexOf(SEPARATOR);
        return separator >= 0 && !scheme().equals("file") && text.indexOf('@', separator) >= 0;
    }

    /** Whether a parameter in path or query is named like a password, which all readers of the topic would see. */
    public boolean hasPasswordParameter() {
        return PASSWORD_PARAMETER.matcher(text).find();
    }

    /** Without user, password and query. Some cameras take passwords in the query. */
    public String shown() {
        return SecretMask.maskAddress(text);
    }

    /**
     * The address for FFmpeg, which takes user and password only there. The text contains the password.
     *
     * @throws IllegalArgumentException if FFmpeg would cut the password off
     */
    public String with(Credentials credentials) {
        String userInfo = encode(credentials.user()) + ":" + encode(credentials.password());
        if (userInfo.length() > LONGEST_USER_INFO) {
            throw new IllegalArgumentException(
                    "user and password are longer than " + LONGEST_USER_INFO + " characters; shorten the password");
        }
        int host = text.indexOf(SEPARATOR) + SEPARATOR.length();
        return text.substring(0, host) + userInfo + "@" + text.substring(host);
    }

    @Override
    public String toString() {
        return shown();
    }

    private Matcher authority() {
        int separator = text.indexOf(SEPARATOR);
        int start = separator < 0 ? text.length() : separator + SEPARATOR.length();
        return AUTHORITY.matcher(text.substring(start, endOfAuthority(text, start)));
    }

    private static int endOfAuthority(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static Credentials credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Credentials(decode(userInfo), "")
                : new Credentials(decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
    }

    /** Keeps a '+', and a '%' that starts no escape sequence: such passwords are common and unambiguous. */
    private static String decode(String text) {
        String encoded = text.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
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
