package io.vidette.deploy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.topology.serde.Json;
import java.util.Map;

/**
 * The answer to one request.
 *
 * @param status HTTP status code
 * @param type value of the header {@code Content-Type}
 * @param body text, sent as UTF-8
 * @param headers further headers
 */
record Reply(int status, String type, String body, Map<String, String> headers) {
    static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    /** Returns {@code body} as JSON, ended by a newline. */
    static Reply json(int status, Object body) {
        return json(status, body, Map.of());
    }

    static Reply json(int status, Object body, Map<String, String> headers) {
        try {
            return new Reply(status, JSON, Json.mapper().writeValueAsString(body) + "\n", headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer as JSON", e);
        }
    }

    /** Returns {@code {"error": error}}. */
    static Reply error(int status, String error) {
        return json(status, Map.of("error", error));
    }

    static Reply text(int status, String body, Map<String, String> headers) {
        return new Reply(status, TEXT, body, headers);
    }
}
