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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@code vidette} command in a process of its own, as a user runs it, that can be killed. Its log goes to a
 * file.
 */
final class NodeProcess implements AutoCloseable {
    /** For starting and stopping on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Process process;
    private final Path log;
    private final int httpPort;

    private NodeProcess(Process process, Path log, int httpPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
    }

    /** Starts the command with these arguments and a port of its own for metrics and health. */
    static NodeProcess start(Path log, List<String> arguments) {
        int httpPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // Starts in half the time, and several of these share few cores.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // The product's own, not that of the tests.
                "-Dlog4j2.configurationFile=log4j2.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Vidette.class.getName()));
        command.addAll(arguments);
        command.addAll(List.of("--http-port", Integer.toString(httpPort)));
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // As ./vidette sets it, which says why.
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
            Process process = builder.start();
            return new NodeProcess(process, log, httpPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when every part of the node does its work. */
    NodeProcess awaitReady() {
        await("readiness of " + log)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the process of " + log + " has ended", () -> !process.isAlive())
                .until(() -> get("/health/ready").status() == 200);
        return this;
    }

    /** The sum of all samples of a counter, by its Prometheus name; 0 before the first. */
    double metric(String name) {
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
        end(process.destroyForcibly());
    }

    /** SIGTERM, and the exit code. */
    int stop() {
        process.destroy();
        return end(process);
    }

    private static int end(Process ending) {
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + ending.pid() + " does not end");
            }
            return ending.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last lines of its log. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return log + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return log + ": " + e;
        }
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
