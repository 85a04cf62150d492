package io.vidette.deploy.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Javalin that serves a route table.
 *
 * <p>Threading: safe for any thread. Requests are answered on daemon threads named {@code http-N}, which {@link #close}
 * joins.
 */
final class JavalinServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinServer.class);
    /** Beyond one for each connection. */
    private static final int SPARE_THREADS = 16;

    /** Clients that wait to be accepted. */
    private static final int BACKLOG = 128;

    private static final int STOP_MILLIS = 5_000;

    private final Javalin javalin;
    private final int port;

    private JavalinServer(Javalin javalin, int port) {
        this.javalin = javalin;
        this.port = port;
    }

    /**
     * Listens and serves.
     *
     * @param address where to listen; port 0 takes a free one
     * @throws IOException if the address cannot be bound
     */
    static JavalinServer start(InetSocketAddress address, HttpLimits limits, RouteTable table) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, BACKLOG);
            int port = channel.socket().getLocalPort();
            Javalin javalin = Javalin.create(config -> configure(config, channel, limits, table));
            return new JavalinServer(javalin.start(), port);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void configure(
            JavalinConfig config, ServerSocketChannel channel, HttpLimits limits, RouteTable table) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = threads(limits);
        config.jetty.modifyHttpConfiguration(http -> limit(http, limits));
        config.jetty.addConnector((server, http) -> connector(server, http, channel, limits));
        config.jetty.modifyServer(server -> {
            server.addBean(new NetworkConnectionLimit(limits.connections(), server));
            server.setHandler(new SizeLimitHandler(limits.bodyBytes(), -1));
            server.setErrorHandler(new JsonErrors());
        });
        route(config, table);
    }

    private static void route(JavalinConfig config, RouteTable table) {
        for (Route route : table.routes()) {
            for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD)) {
                config.routes.addHttpHandler(
                        method,
                        route.path(),
                        context -> send(context, route.endpoint().answer(context.pathParamMap())));
            }
        }
        config.routes.exception(NotFoundResponse.class, (e, context) -> send(context, table.notFound()));
        config.routes.exception(MethodNotAllowedResponse.class, (e, context) -> send(context, RouteTable.notAllowed()));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.warn("cannot answer {}", context.path(), e);
            send(context, Reply.error(500, "the request failed; the log of the node has the cause"));
        });
    }

    private static void send(Context context, Reply reply) {
        context.status(reply.status());
        context.contentType(reply.type());
        context.header("Cache-Control", "no-store");
        reply.headers().forEach(context::header);
        context.result(reply.body().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A client that sends many requests without a pause keeps a thread busy. Each connection may have one, so that a health
     * check does not wait behind such clients; idle threads end.
     */
    private static QueuedThreadPool threads(HttpLimits limits) {
        QueuedThreadPool threads = new QueuedThreadPool(limits.connections() + SPARE_THREADS, 1);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setStopTimeout(STOP_MILLIS);
        return threads;
    }

    private static void limit(HttpConfiguration http, HttpLimits limits) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ServerSocketChannel channel, HttpLimits limits) {
        // One thread accepts and one reads, so that small machines do not start a thread for each core.
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(new CrowdedConnections(limits));
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new IllegalStateException("cannot serve a bound port", e);
        }
        return connector;
    }

    /** Answers requests that Jetty refuses before they reach a route, such as malformed ones. */
    private static final class JsonErrors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            Reply reply = Reply.error(status, HttpStatus.getMessage(status).toLowerCase(Locale.ROOT));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Content.Sink.write(response, true, reply.body(), callback);
            return true;
        }
    }
}
