package io.vidette.deploy.cli.camera;

import io.vidette.topology.config.Secrets.Credentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A camera's URL, parted from the password that people write into it.
 *
 * @param url without user and password
 * @param credentials what stood before the '@', percent-decoded
 */
public record CameraUrl(String url, Optional<Credentials> credentials) {
    private static final List<String> NETWORK = List.of("rtsp", "rtsps", "http", "https");
    private static final List<String> LOCAL = List.of("file", "synthetic");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^\\[\\]:@]+|\\[[0-9a-fA-F:.%]+])(:\\d{1,5})?");
    private static final Pattern PASSWORD_IN_PATH =
            Pattern.compile("(?i)[?&/;](password|passwd|pwd|pass|token)=[^&/;]+");

    /**
     * Parts the two. A '/' or '@' in a password makes it impossible to say where the password ends; as a wrong guess would
     * publish half of it, such a URL is refused.
     *
     * @throws IllegalArgumentException in one line that repeats nothing of the URL but its scheme
     */
    public static CameraUrl parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        if (LOCAL.contains(scheme)) {
            return new CameraUrl(text, Optional.empty());
        }
        if (!NETWORK.contains(scheme) || !text.startsWith("://", colon)) {
            throw new IllegalArgumentException(
                    "a camera's URL begins with rtsp://, rtsps://, http://, https://, file: or synthetic:");
        }
        int start = colon + 3;
        int end = endOfAuthority(text, start);
        String authority = text.substring(start, end);
        String rest = text.substring(end);
        int at = authority.lastIndexOf('@');
        String host = authority.substring(at + 1);
        if (!HOST_AND_PORT.matcher(host).matches() || rest.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "cannot tell the host of the " + scheme
                            + " URL; in a user or a password write %2F for '/', %3F for '?', %23 for '#', and in a path %40 for '@'");
        }
        String url = text.substring(0, start) + host + rest;
        return new CameraUrl(url, at < 0 ? Optional.empty() : Optional.of(credentials(authority.substring(0, at))));
    }

    /** Whether a part of the path looks like a password, which then stands on the topic for all to read. */
    boolean looksLikeItHoldsAPassword() {
        return PASSWORD_IN_PATH.matcher(url).find();
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

    /** A '+' is a '+' here, and a '%' that begins no code is a '%': such passwords are common and unambiguous. */
    private static String decode(String text) {
        String encoded = text.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
