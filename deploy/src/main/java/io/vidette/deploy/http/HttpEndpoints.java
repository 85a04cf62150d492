package io.vidette.deploy.http;

import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Running;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running HTTP server of a node: metrics for Prometheus, health for an orchestrator, and the state of cameras.
 *
 * <p>Threading: safe for any thread.
 */
public final class HttpEndpoints implements Running {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoints.class);

    private final JavalinServer server;

    private HttpEndpoints(JavalinServer server) {
        this.server = server;
    }

    /**
     * Listens and answers from then on.
     *
     * @throws UserError naming the port and its key when it is taken
     */
    public static HttpEndpoints start(
            HttpSettings settings, NodeMetrics metrics, NodeHealth health, CameraEndpoint cameras) {
        return start(settings, HttpLimits.DEFAULT, new RouteTable(metrics, health, cameras));
    }

    static HttpEndpoints start(HttpSettings settings, HttpLimits limits, RouteTable table) {
        String at = settings.host() + ":" + settings.port();
        try {
            InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
            HttpEndpoints endpoints = new HttpEndpoints(JavalinServer.start(address, limits, table));
            LOG.info("metrics and health at http://{}:{}", settings.host(), endpoints.port());
            return endpoints;
        } catch (BindException e) {
            throw new UserError(
                    "http port " + at + " is taken (" + e.getMessage() + "); stop what uses it or set http.port", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot listen on " + at + " (" + e.getMessage() + "); set http.host and http.port", e);
        }
    }

    /** Returns the port that is served. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
