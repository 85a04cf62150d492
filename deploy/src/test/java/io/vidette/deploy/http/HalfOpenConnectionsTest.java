package io.vidette.deploy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send a part of a request and then nothing. */
final class HalfOpenConnectionsTest {
    private static final int HALF_OPEN = 100;
    private static final int REQUESTS = 50;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final NodeMetrics metrics = new NodeMetrics();
    private final Deque<Socket> clients = new ArrayDeque<>();

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        metrics.close();
    }

    /** Prints the response times as well, as a measurement; nothing asserts on them. */
    @Test
    void doNotDelayHealth() throws Exception {
        try (HttpEndpoints server = start(limits(256, LONG, LONG))) {
            var unused = slowestMillis(server); // loads the classes
            double alone = slowestMillis(server);
            for (int i = 0; i < HALF_OPEN; i++) {
                connectHalfway(server);
            }
            double beside = slowestMillis(server);

            // Else the server might have answered only because it had dropped them.
            assertThat(clients).hasSize(HALF_OPEN).noneMatch(HalfOpenConnectionsTest::isDropped);
            System.out.printf(
                    "/health/live, slowest of %d requests: %.1f ms; with %d half-open connections: %.1f ms%n",
                    REQUESTS, alone, HALF_OPEN, beside);
        }
    }

    @Test
    void endAfterTheIdleTimeout() throws Exception {
        try (HttpEndpoints server = start(limits(256, SHORT, LONG))) {
            connectHalfway(server);

            assertThat(clients.getLast().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void makeRoomWhenTheyUseAllConnections() throws Exception {
        try (HttpEndpoints server = start(limits(2, LONG, SHORT))) {
            for (int i = 0; i < 4; i++) {
                connectHalfway(server);
            }

            assertThat(live(server).statusCode()).isEqualTo(200);
        }
    }

    private HttpEndpoints start(HttpLimits limits) {
        RouteTable table = new RouteTable(metrics, new NodeHealth(), new CameraEndpoint(Optional.empty()));
        return HttpEndpoints.start(new HttpSettings("127.0.0.1", 0, Optional.empty()), limits, table);
    }

    private static HttpLimits limits(int connections, Duration idle, Duration crowded) {
        return new HttpLimits(
                connections, idle, crowded, HttpLimits.DEFAULT.headerBytes(), HttpLimits.DEFAULT.bodyBytes());
    }

    private void connectHalfway(HttpEndpoints server) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        clients.add(client);
        client.setSoTimeout((int) TIME_LIMIT.toMillis());
        client.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static boolean isDropped(Socket client) {
        try {
            client.setSoTimeout(1);
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static double slowestMillis(HttpEndpoints server) throws IOException, InterruptedException {
        double slowest = 0;
        for (int i = 0; i < REQUESTS; i++) {
            long began = System.nanoTime();
            assertThat(live(server).statusCode()).isEqualTo(200);
            slowest = Math.max(slowest, (System.nanoTime() - began) / 1e6);
        }
        return slowest;
    }

    /** Sends the request on a new connection, as a probe does. */
    private static HttpResponse<String> live(HttpEndpoints server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health/live"))
                .timeout(TIME_LIMIT)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
