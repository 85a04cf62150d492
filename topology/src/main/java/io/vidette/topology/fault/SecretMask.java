package io.vidette.topology.fault;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in texts by {@code ***}. A password may contain any character, so the end of a user info is the last '@'
 * of the text. This may mask too much: of two addresses in a text, only the last host stays readable.
 */
public final class SecretMask {
    private static final String MASK = "***";
    private static final String ADDRESS = "://";
    /** If one of these precedes an '@', the '@' may be part of a secret in a query or a path. */
    private static final String SIGNS_OF_PARAMETERS = "?&;=";

    private static final Pattern QUERY = Pattern.compile("(://[^\\s?]*)\\?\\S*");
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)(?<![a-z])(password|passwd|pwd|pass|passphrase|secret|token)=(\"[^\"]*\"|'[^']*')?\\S*");
    private static final Pattern PARAMETER_TO_END =
            Pattern.compile("(?is)(?<![a-z])(password|passwd|pwd|pass|passphrase|secret|token)=.*");
    private static final Pattern USER_INFO_WITHOUT_SCHEME = Pattern.compile("[^\\s'\"@]+:\\S*@");
    private static final Pattern REST_OF_ADDRESS = Pattern.compile("^\\S*");
    private static final Pattern REST_OF_TEXT = Pattern.compile("(?s)^.*");
    private static final Pattern START_OF_ADDRESS = Pattern.compile("\\S*$");

    private SecretMask() {}

    /** A message without user infos and queries of addresses, and without values of parameters such as {@code password=}. */
    public static String mask(@Nullable String text) {
        String masked = QUERY.matcher(maskUserInfo(text == null ? "" : text, REST_OF_ADDRESS))
                .replaceAll("$1?" + MASK);
        return PARAMETER.matcher(masked).replaceAll("$1=" + MASK);
    }

    /** The same for an address that is the whole text: query and parameters end where the text ends. */
    public static String maskAddress(String address) {
        String masked = maskUserInfo(address, REST_OF_TEXT);
        int query = masked.contains(ADDRESS) ? masked.indexOf('?') : -1;
        String withoutQuery = query < 0 ? masked : masked.substring(0, query) + "?" + MASK;
        return PARAMETER_TO_END.matcher(withoutQuery).replaceFirst("$1=" + MASK);
    }

    /** A message without addresses. For messages that quote parts of a record, which may be cut off before the '@'. */
    public static String maskAddresses(@Nullable String text) {
        String whole = text == null ? "" : text;
        int start = whole.indexOf(ADDRESS);
        if (start < 0) {
            return mask(whole);
        }
        String before = START_OF_ADDRESS.matcher(whole.substring(0, start)).replaceFirst("");
        int at = Math.max(start, whole.lastIndexOf('@'));
        String after = REST_OF_ADDRESS.matcher(whole.substring(at)).replaceFirst("");
        return mask(before) + MASK + mask(after);
    }

    private static String maskUserInfo(String text, Pattern restOfAddress) {
        int start = text.indexOf(ADDRESS);
        int at = text.lastIndexOf('@');
        if (start < 0) {
            return USER_INFO_WITHOUT_SCHEME.matcher(text).replaceAll(MASK + "@");
        }
        if (at < start) {
            return text;
        }
        String head = text.substring(0, start + ADDRESS.length()) + MASK;
        String hidden = text.substring(start, at);
        String rest = text.substring(at);
        boolean mayBeParameter = hidden.chars().anyMatch(c -> SIGNS_OF_PARAMETERS.indexOf(c) >= 0);
        return head + (mayBeParameter ? restOfAddress.matcher(rest).replaceFirst("") : rest);
    }
}
