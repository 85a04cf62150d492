package io.vidette.fault;

import static org.awaitility.Awaitility.await;

import io.vidette.deploy.cli.Vidette;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code vidette} command in a process of its own that can be killed, with this build's classes, or as a user runs it
 * with {@code -Dvidette.launcher=/path/of/vidette}. Its log goes to a file.
 */
public final class NodeProcess implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final JavaProcess process;
    private final int httpPort;

    private NodeProcess(JavaProcess process, int httpPort) {
        this.process = process;
        this.httpPort = httpPort;
    }

    /** Starts the command with these arguments and a port of its own for metrics and health. */
    static NodeProcess start(Path log, List<String> arguments) {
        return start(log, List.of(), arguments);
    }

    /** The same with options for the virtual machine. */
    public static NodeProcess start(Path log, List<String> virtualMachine, List<String> arguments) {
        int httpPort = freePort();
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--http-port", Integer.toString(httpPort)));
        JavaProcess process = Optional.ofNullable(System.getProperty("vidette.launcher"))
                .map(launcher -> JavaProcess.launch(log, Path.of(launcher), virtualMachine, all))
                .orElseGet(() -> JavaProcess.start(log, Vidette.class, virtualMachine, all));
        return new NodeProcess(process, httpPort);
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when every part of the node does its work. */
    NodeProcess awaitReady() {
        await("readiness of " + process.log())
                .atMost(JavaProcess.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the process of " + process.log() + " has ended", () -> !process.isAlive())
                .until(() -> get("/health/ready").status() == 200);
        return this;
    }

    /** The process itself. */
    public JavaProcess process() {
        return process;
    }

    /** The sum of all samples of a counter, by its Prometheus name; 0 before the first. */
    public double metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Of the operating system. */
    long pid() {
        return process.pid();
    }

    /** SIGKILL: no hook runs, no buffer is flushed. */
    void kill() {
        process.kill();
    }

    /** SIGTERM, and the exit code. */
    int stop() {
        return process.stop();
    }

    /** The last lines of its log. */
    String logTail() {
        return process.logTail();
    }

    private record Answer(int status, String body) {}

    /** Status 0 while nobody answers. */
    private Answer get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
