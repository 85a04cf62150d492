package io.vidette.deploy.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;

/**
 * Shortens the idle time of each connection that opens while more than half of the connections are taken. At the limit
 * Jetty accepts no further client, so half of the connections must become free quickly.
 *
 * <p>Threading: called by the threads of the server.
 */
final class CrowdedConnections implements Connection.Listener {
    private final HttpLimits limits;
    private final AtomicInteger open = new AtomicInteger();

    CrowdedConnections(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void onOpened(Connection connection) {
        if (open.incrementAndGet() > limits.connections() / 2) {
            connection.getEndPoint().setIdleTimeout(limits.crowded().toMillis());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.decrementAndGet();
    }
}
