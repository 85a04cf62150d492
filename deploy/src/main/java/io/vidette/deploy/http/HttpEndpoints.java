package io.vidette.deploy.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.Service;
import io.vidette.topology.serde.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /cameras/} for what is known of cameras now, {@code /metrics} for Prometheus, {@code /health/live} and {@code /health/ready} for an orchestrator. Live means that a
 * restart would not help, ready that every part does its work.
 *
 * <p>Threading: started and closed by one thread at a time; requests are answered on threads named {@code http-N}.
 */
public final class HttpEndpoints implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoints.class);
    /** Each of them can be held by a client that does not finish its request, until that is given up. */
    private static final int THREADS = 16;

    private static final String REQUEST_SECONDS = "10";

    private static final CameraEndpoint.Reply NOT_FOUND = new CameraEndpoint.Reply(
            404,
            Map.of(
                    "error",
                    "not found; there are /metrics, /health/live, /health/ready, /cameras/NAME/objects and"
                            + " /cameras/NAME/counts"));

    static {
        // Read once, when the JDK's server is first used; without it a client may take for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    }

    private final HttpSettings settings;
    private final NodeMetrics metrics;
    private final NodeHealth health;
    private final CameraEndpoint cameras;
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, this::thread);
    private @Nullable HttpServer server;

    public HttpEndpoints(HttpSettings settings, NodeMetrics metrics, NodeHealth health, CameraEndpoint cameras) {
        this.settings = settings;
        this.cameras = cameras;
        this.metrics = metrics;
        this.health = health;
    }

    @Override
    public String name() {
        return "http";
    }

    /**
     * Listens.
     *
     * @throws UserError naming the port and its key when it is taken
     */
    @Override
    public synchronized void start() {
        String at = settings.host() + ":" + settings.port();
        try {
            HttpServer starting = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
            starting.setExecutor(executor);
            starting.createContext("/metrics", exchange -> {
                if (allows(exchange, "/metrics")) {
                    send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
                }
            });
            starting.createContext("/health/live", exchange -> {
                Map<String, Health> parts = health.parts();
                if (allows(exchange, "/health/live")) {
                    report(exchange, "live", NodeHealth.isLive(parts), parts);
                }
            });
            starting.createContext("/health/ready", exchange -> {
                Map<String, Health> parts = health.parts();
                if (allows(exchange, "/health/ready")) {
                    report(exchange, "ready", NodeHealth.isReady(parts), parts);
                }
            });
            starting.createContext(CameraEndpoint.PATH, this::camera);
            starting.createContext("/", exchange -> reply(exchange, NOT_FOUND));
            starting.start();
            server = starting;
            LOG.info("metrics and health at http://{}:{}", settings.host(), port());
        } catch (BindException e) {
            throw new UserError(
                    "http port " + at + " is taken (" + e.getMessage() + "); stop what uses it or set http.port", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot listen on " + at + " (" + e.getMessage() + "); set http.host and http.port", e);
        }
    }

    /** The port that is served, once started. */
    public synchronized int port() {
        return server == null ? settings.port() : server.getAddress().getPort();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        executor.shutdownNow();
    }

    private void camera(HttpExchange exchange) throws IOException {
        if (!isRead(exchange)) {
            return;
        }
        CameraEndpoint.Reply reply;
        try {
            reply = cameras.reply(exchange.getRequestURI()).orElse(NOT_FOUND);
        } catch (IllegalArgumentException e) {
            reply = new CameraEndpoint.Reply(400, Map.of("error", "the path is not encoded as it should be"));
        }
        if (reply.status() == 503) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        reply(exchange, reply);
    }

    /** The server hands over everything that begins with a path; only the path itself is meant, and only to be read. */
    private static boolean allows(HttpExchange exchange, String path) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            reply(exchange, NOT_FOUND);
            return false;
        }
        return isRead(exchange);
    }

    private static void reply(HttpExchange exchange, CameraEndpoint.Reply reply) throws IOException {
        String body = Json.mapper().writeValueAsString(reply.body()) + "\n";
        send(exchange, reply.status(), "application/json", body);
    }

    private static boolean isRead(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            send(exchange, 405, "text/plain; charset=utf-8", "only GET\n");
            return false;
        }
        return true;
    }

    private static void report(HttpExchange exchange, String question, boolean yes, Map<String, Health> parts)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(question, yes);
        Map<String, Object> states = new TreeMap<>();
        parts.forEach((name, part) -> {
            Map<String, String> state = new LinkedHashMap<>();
            state.put("state", part.state());
            if (!part.reason().isEmpty()) {
                state.put("reason", part.reason());
            }
            states.put(name, state);
        });
        body.put("parts", states);
        send(exchange, yes ? 200 : 503, "application/json", Json.mapper().writeValueAsString(body) + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "http-" + threads.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
