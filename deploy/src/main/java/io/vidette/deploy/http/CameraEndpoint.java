package io.vidette.deploy.http;

import io.vidette.topology.track.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Answers what the tracker of this node knows of a camera. */
public final class CameraEndpoint {
    private final Optional<CameraQueries> queries;

    /**
     * Answers from the tracker's state.
     *
     * @param queries absent on a node that follows no objects
     */
    public CameraEndpoint(Optional<CameraQueries> queries) {
        this.queries = queries;
    }

    Reply objects(String camera) {
        return reply(camera, CameraQueries::objects);
    }

    Reply counts(String camera) {
        return reply(camera, CameraQueries::counts);
    }

    private Reply reply(String camera, BiFunction<CameraQueries, String, Answer<?>> question) {
        return queries.isPresent()
                ? reply(camera, question.apply(queries.get(), camera))
                : Reply.error(404, "this node follows no objects; ask one that runs track");
    }

    private static <T> Reply reply(String camera, Answer<T> answer) {
        return answer.map(
                here -> Reply.json(200, here.value()),
                elsewhere -> elsewhere(camera, elsewhere.address()),
                unknown -> Reply.error(404, "no frame of a camera '" + camera + "' was followed yet"),
                notYet ->
                        Reply.json(503, Map.of("error", notYet.reason() + "; ask again"), Map.of("Retry-After", "1")));
    }

    private static Reply elsewhere(String camera, Optional<String> address) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put(
                "error",
                "camera '" + camera + "' is followed by another node"
                        + (address.isPresent() ? "" : "; it does not say where, set its http.advertised"));
        address.ifPresent(at -> body.put("node", "http://" + at));
        return Reply.json(404, body);
    }
}
