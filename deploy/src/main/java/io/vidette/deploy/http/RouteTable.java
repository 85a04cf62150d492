package io.vidette.deploy.http;

import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import io.vidette.topology.lifecycle.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that the server answers to, and the answers to all other requests. */
final class RouteTable {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final List<Route> routes;

    RouteTable(NodeMetrics metrics, NodeHealth health, CameraEndpoint cameras) {
        routes = List.of(
                new Route(
                        "/metrics",
                        "Prometheus metrics",
                        request -> new Reply(200, PROMETHEUS, metrics.scrape(), Map.of())),
                new Route("/health/live", "health: 503 if a restart is needed", request -> live(health.parts())),
                new Route("/health/ready", "health: 503 if a part does not work", request -> ready(health.parts())),
                new Route(
                        "/cameras/{name}/objects",
                        "the objects that the camera sees now",
                        request -> cameras.objects(request.getOrDefault("name", ""))),
                new Route(
                        "/cameras/{name}/counts",
                        "the counts of its zones and lines",
                        request -> cameras.counts(request.getOrDefault("name", ""))));
    }

    List<Route> routes() {
        return routes;
    }

    /** Returns the answer for a path without a route, {@code /} among them: the list of routes. */
    Reply notFound() {
        List<String> shown = routes.stream().map(Route::shown).toList();
        int last = shown.size() - 1;
        return Reply.error(
                404, "not found; there are " + String.join(", ", shown.subList(0, last)) + " and " + shown.get(last));
    }

    /** Returns the answer for a method other than GET and HEAD. */
    static Reply notAllowed() {
        return Reply.text(405, "only GET\n", Map.of("Allow", Route.ALLOWED));
    }

    private static Reply live(Map<String, Health> parts) {
        return report("live", NodeHealth.isLive(parts), parts);
    }

    private static Reply ready(Map<String, Health> parts) {
        return report("ready", NodeHealth.isReady(parts), parts);
    }

    private static Reply report(String question, boolean yes, Map<String, Health> parts) {
        Map<String, Object> states = new TreeMap<>();
        parts.forEach((name, part) -> states.put(name, state(part)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(question, yes);
        body.put("parts", states);
        return Reply.json(yes ? 200 : 503, body);
    }

    private static Map<String, String> state(Health part) {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("state", part.state());
        if (!part.reason().isEmpty()) {
            state.put("reason", part.reason());
        }
        return state;
    }
}
