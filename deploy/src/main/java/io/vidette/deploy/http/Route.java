package io.vidette.deploy.http;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the route table. A route is read with GET or HEAD; other methods are refused.
 *
 * @param path such as {@code /cameras/{name}/counts}; a name in braces stands for one segment
 * @param content what the route returns, as the guide describes it
 * @param endpoint answers a request
 */
record Route(String path, String content, Endpoint endpoint) {
    /** Methods of each route, as the header {@code Allow} lists them. */
    static final String ALLOWED = "GET, HEAD";

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    /** Answers requests, on any thread of the server. */
    @FunctionalInterface
    interface Endpoint {
        /**
         * Answers one request.
         *
         * @param parameters decoded segments of the path, by their names in braces
         */
        Reply answer(Map<String, String> parameters);
    }

    /** Returns the path for people, such as {@code /cameras/NAME/counts}. */
    String shown() {
        return PARAMETER
                .matcher(path)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).toUpperCase(Locale.ROOT)));
    }
}
