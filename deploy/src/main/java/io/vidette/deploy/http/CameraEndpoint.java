package io.vidette.deploy.http;

import io.vidette.topology.track.Answer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /cameras/NAME/objects} and {@code /cameras/NAME/counts}: what the tracker of this node knows of a camera. */
public final class CameraEndpoint {
    /** All that it answers to begins with this. */
    static final String PATH = "/cameras/";

    private final Optional<CameraQueries> queries;

    /**
     * Asks them.
     *
     * @param queries absent on a node that follows no objects
     */
    public CameraEndpoint(Optional<CameraQueries> queries) {
        this.queries = queries;
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body to be written as JSON
     */
    record Reply(int status, Object body) {}

    /** Answers a path; empty where it is none of these. */
    Optional<Reply> reply(URI uri) {
        List<String> parts = List.of(uri.getRawPath().substring(PATH.length()).split("/", -1));
        if (parts.size() != 2
                || parts.get(0).isEmpty()
                || !List.of("objects", "counts").contains(parts.get(1))) {
            return Optional.empty();
        }
        // A '+' is a '+' in a path.
        String camera = URLDecoder.decode(parts.get(0).replace("+", "%2B"), StandardCharsets.UTF_8);
        if (queries.isEmpty()) {
            return Optional.of(refusal(404, "this node follows no objects; ask one that runs track", Optional.empty()));
        }
        Answer<?> answer = parts.get(1).equals("objects")
                ? queries.get().objects(camera)
                : queries.get().counts(camera);
        return Optional.of(reply(camera, answer));
    }

    private static <T> Reply reply(String camera, Answer<T> answer) {
        return answer.map(
                here -> new Reply(200, here.value()),
                elsewhere -> elsewhere(camera, elsewhere.address().map(address -> "http://" + address)),
                unknown -> refusal(404, "no frame of a camera '" + camera + "' was followed yet", Optional.empty()),
                notYet -> refusal(503, notYet.reason() + "; ask again", Optional.empty()));
    }

    private static Reply elsewhere(String camera, Optional<String> node) {
        return refusal(
                404,
                "camera '" + camera + "' is followed by another node"
                        + (node.isPresent() ? "" : "; it does not say where, set its http.advertised"),
                node);
    }

    private static Reply refusal(int status, String error, Optional<String> node) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        node.ifPresent(address -> body.put("node", address));
        return new Reply(status, body);
    }
}
