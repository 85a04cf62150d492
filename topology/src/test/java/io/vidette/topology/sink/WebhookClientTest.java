package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is said of receivers that do not answer as HTTP does. */
final class WebhookClientTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void reportsARefusedConnectionOrAnUnknownHost() throws Exception {
        int port;
        try (ServerSocket closed = listen()) {
            port = closed.getLocalPort();
        }
        assertThat(causeOf(port)).isEqualTo("no connection: refused");
        // Some resolvers take their time.
        assertThat(causeOf("no-such-host.invalid", port, Duration.ofMinutes(1)))
                .isEqualTo("no connection: there is no such host");
    }

    @Test
    void reportsAClosedConnection() throws Exception {
        try (ServerSocket receiver = listen()) {
            answer(receiver, "");
            assertThat(causeOf(receiver.getLocalPort())).isEqualTo("the connection was closed without an answer");
        }
    }

    @Test
    void reportsHowLongItWaited() throws Exception {
        try (ServerSocket silent = listen()) {
            assertThat(causeOf(silent.getLocalPort())).isEqualTo("no answer within 1000 ms");
        }
    }

    /** Logs are read on terminals, which obey such characters. */
    @Test
    void replacesControlCharactersOfTheReceiver() throws Exception {
        try (ServerSocket receiver = listen()) {
            answer(receiver, "HTTP/1.1 \u001b[2Jgone\u0007\r\n\r\n");
            assertThat(causeOf(receiver.getLocalPort())).contains("?[2Jgone?").doesNotContainPattern("\\p{C}");
        }
    }

    private static String causeOf(int port) throws InterruptedException {
        return causeOf("127.0.0.1", port, Duration.ofSeconds(1));
    }

    private static String causeOf(String host, int port, Duration answerTimeout) throws InterruptedException {
        WebhookAnswer answer = client(host, port, answerTimeout).post(BODY, List.of("events-0-0"));
        assertThat(answer).isInstanceOf(WebhookAnswer.Later.class);
        return ((WebhookAnswer.Later) answer).cause();
    }

    private static WebhookClient client(String host, int port, Duration answerTimeout) {
        return new WebhookClient(new Webhook(
                URI.create("http://" + host + ":" + port + "/"),
                Optional.empty(),
                Duration.ofSeconds(1),
                answerTimeout,
                1,
                new RetrySchedule(
                        OptionalInt.empty(), Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(1))));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    /** Reads the request, writes this and closes, each time. */
    private static void answer(ServerSocket receiver, String head) {
        Thread thread = new Thread(
                () -> {
                    while (!receiver.isClosed()) {
                        try (Socket socket = receiver.accept();
                                OutputStream out = socket.getOutputStream()) {
                            int read = socket.getInputStream().read(new byte[64 * 1024]);
                            if (read > 0) {
                                out.write(head.getBytes(StandardCharsets.US_ASCII));
                            }
                        } catch (IOException e) {
                            return; // as when the test ends
                        }
                    }
                },
                "receiver");
        thread.setDaemon(true);
        thread.start();
    }
}
