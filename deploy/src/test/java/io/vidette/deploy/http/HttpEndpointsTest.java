package io.vidette.deploy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.deploy.health.NodeHealth;
import io.vidette.deploy.health.NodeMetrics;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.track.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpEndpointsTest {
    private final NodeMetrics metrics = new NodeMetrics();
    private final NodeHealth health = new NodeHealth();
    private final Map<String, Answer<?>> answers = new HashMap<>();
    private final HttpEndpoints endpoints = HttpEndpoints.start(
            new HttpSettings("127.0.0.1", 0, Optional.empty()),
            metrics,
            health,
            new CameraEndpoint(Optional.of(new Cameras(answers))));

    @AfterEach
    void stop() {
        endpoints.close();
        metrics.close();
    }

    @Test
    void reportsReadyWhenEveryPartIsReady() throws Exception {
        health.register(part("kafka", Health.ready()));
        health.register(part("detect", new Health.Ready("yolov5n")));

        HttpResponse<String> response = get("/health/ready");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualToIgnoringNewLines(
                        "{\"ready\":true,\"parts\":{\"detect\":{\"state\":\"ready\",\"reason\":\"yolov5n\"},"
                                + "\"kafka\":{\"state\":\"ready\"}}}");
    }

    @Test
    void reportsLiveButNotReadyWhileAPartStarts() throws Exception {
        health.register(part("kafka", Health.ready()));
        health.register(part("detect", new Health.NotReady("loads the model")));

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("\"state\":\"not-ready\",\"reason\":\"loads the model\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void reportsNotLiveWhenAPartIsBroken() throws Exception {
        health.register(part("detect", new Health.Broken("the engine is gone")));

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void reportsNotReadyWithoutPartsOrWhenACheckThrows() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);

        health.register(new HealthCheck() {
            @Override
            public String name() {
                return "kafka";
            }

            @Override
            public Health health() {
                throw new IllegalStateException("boom");
            }
        });

        assertThat(get("/health/ready").body()).contains("cannot be asked");
    }

    @Test
    void servesHistogramsAndProcessMetrics() throws Exception {
        metrics.registry().timer("vidette.detect.inference").record(Duration.ofMillis(15));
        metrics.registry().summary("vidette.detect.batch.size").record(3);
        metrics.registry().timer("other.timer").record(Duration.ofMillis(15));

        String body = get("/metrics").body();

        assertThat(body)
                .contains("vidette_detect_inference_seconds_bucket{le=\"0.01\"} 0")
                .contains("vidette_detect_inference_seconds_bucket{le=\"0.02\"} 1")
                .contains("vidette_detect_batch_size_bucket{le=\"4.0\"} 1")
                .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_cpu_usage")
                .contains("process_files_open_files", "jvm_gc_")
                .containsPattern("process_resident_memory_bytes \\d")
                .doesNotContain("other_timer_seconds_bucket");
        assertThat(body.lines().filter(line -> line.startsWith("vidette_detect_inference_seconds_bucket")))
                .hasSize(15);
    }

    @Test
    void answersCameraQueriesOrExplainsWhyNot() throws Exception {
        answers.put("gate one/objects", new Answer.Here<>(Map.of("objects", List.of())));
        answers.put("gate/counts", new Answer.Here<>(Map.of("open", List.of())));
        answers.put("far/objects", new Answer.Elsewhere<>(Optional.of("node2:8080")));
        answers.put("afar/objects", new Answer.Elsewhere<>(Optional.empty()));
        answers.put("late/objects", new Answer.NotYet<>("the camera's partition is being handed over"));

        assertThat(get("/cameras/gate%20one/objects").statusCode()).isEqualTo(200);
        assertThat(get("/cameras/gate%20one/objects").body()).isEqualTo("{\"objects\":[]}\n");
        assertThat(get("/cameras/gate/counts").body()).isEqualTo("{\"open\":[]}\n");
        assertThat(get("/cameras/gate/objects").statusCode()).isEqualTo(404);
        assertThat(get("/cameras/gate/objects").body()).contains("no frame of a camera 'gate' was followed yet");
        assertThat(get("/cameras/far/objects").statusCode()).isEqualTo(404);
        assertThat(get("/cameras/far/objects").body()).contains("\"node\":\"http://node2:8080\"");
        assertThat(get("/cameras/afar/objects").body()).contains("another node", "http.advertised");
        assertThat(get("/cameras/late/objects").statusCode()).isEqualTo(503);
        assertThat(get("/cameras/late/objects").headers().firstValue("Retry-After"))
                .contains("1");
        assertThat(get("/cameras/late/objects").body()).contains("handed over");
        for (String path : List.of("/cameras/", "/cameras/gate", "/cameras/gate/", "/cameras/gate/objects/x")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(send(request("/cameras/gate/counts").DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void explainsThatANodeWithoutTrackingHasNoObjects() throws Exception {
        try (HttpEndpoints other = HttpEndpoints.start(
                new HttpSettings("127.0.0.1", 0, Optional.empty()),
                metrics,
                health,
                new CameraEndpoint(Optional.empty()))) {
            URI uri = URI.create("http://127.0.0.1:" + other.port() + "/cameras/gate/objects");
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri).GET());
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("ask one that runs track");
        }
    }

    @Test
    void reportsItsAdvertisedAddress() {
        assertThat(new HttpSettings("127.0.0.1", 0, Optional.empty()).address(81))
                .contains("127.0.0.1:81");
        assertThat(new HttpSettings("0.0.0.0", 0, Optional.empty()).address(81)).isEmpty();
        assertThat(new HttpSettings("0.0.0.0", 0, Optional.of("node1:80")).address(81))
                .contains("node1:80");
        assertThatThrownBy(() -> new HttpSettings("0.0.0.0", 0, Optional.of("http://node1:80")))
                .hasMessageContaining("node1.example.org:8080");
    }

    private record Cameras(Map<String, Answer<?>> answers) implements CameraQueries {
        @Override
        public Answer<?> objects(String camera) {
            return answers.getOrDefault(camera + "/objects", new Answer.Unknown<>());
        }

        @Override
        public Answer<?> counts(String camera) {
            return answers.getOrDefault(camera + "/counts", new Answer.Unknown<>());
        }
    }

    @Test
    void answersNotFoundForOtherPaths() throws Exception {
        assertThat(get("/metricsx").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/nowhere").body()).startsWith("{\"error\":\"not found; there are /metrics, ");
        assertThat(send(request("/metrics").POST(HttpRequest.BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersHeadWithoutABodyAndNamesARefusedMethod() throws Exception {
        HttpResponse<String> head = send(request("/health/live").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> delete = send(request("/cameras/gate/counts").DELETE());

        assertThat(head.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(head.body()).isEmpty();
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD");
        assertThat(delete.body()).isEqualTo("only GET\n");
    }

    @Test
    void refusesRequestsThatAreTooLarge() throws Exception {
        int headers = HttpLimits.DEFAULT.headerBytes();
        int body = (int) HttpLimits.DEFAULT.bodyBytes();

        HttpResponse<String> path = send(request("/" + "x".repeat(headers)));
        HttpResponse<String> header = send(request("/metrics").header("X-Filler", "x".repeat(headers)));
        HttpResponse<String> posted =
                send(request("/metrics").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[body + 1])));

        assertThat(path.statusCode()).isEqualTo(414);
        assertThat(path.body()).isEqualTo("{\"error\":\"uri too long\"}\n");
        assertThat(header.statusCode()).isEqualTo(431);
        assertThat(posted.statusCode()).isEqualTo(413);
    }

    @Test
    void hidesTheDetailsOfAFailure() throws Exception {
        CameraQueries failing = new CameraQueries() {
            @Override
            public Answer<?> objects(String camera) {
                throw new IllegalStateException("a secret");
            }

            @Override
            public Answer<?> counts(String camera) {
                throw new IllegalStateException("a secret");
            }
        };
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, Optional.empty());
        try (HttpEndpoints other =
                HttpEndpoints.start(settings, metrics, health, new CameraEndpoint(Optional.of(failing)))) {
            URI uri = URI.create("http://127.0.0.1:" + other.port() + "/cameras/gate/objects");
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri).GET());

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("the log of the node").doesNotContain("secret");
        }
    }

    @Test
    void leavesNoThreadBehind() {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, Optional.empty());
        endpoints.close();

        HttpEndpoints.start(settings, metrics, health, new CameraEndpoint(Optional.empty()))
                .close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("http-"));
    }

    @Test
    void servesExactlyTheRoutesOfTheGuide() throws Exception {
        String guide = Files.readString(Path.of(System.getProperty("vidette.root"), "docs", "guide.md"));

        assertThat(new RouteTable(metrics, health, new CameraEndpoint(Optional.empty())).routes())
                .isNotEmpty()
                .allSatisfy(
                        route -> assertThat(guide).contains("| `" + route.shown() + "` | " + route.content() + " |"));
    }

    @Test
    void namesATakenPortAndItsKey() {
        HttpSettings taken = new HttpSettings("127.0.0.1", endpoints.port(), Optional.empty());

        assertThatThrownBy(() -> HttpEndpoints.start(taken, metrics, health, new CameraEndpoint(Optional.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("127.0.0.1:" + endpoints.port() + " is taken")
                .hasMessageEndingWith("set http.port");
    }

    @Test
    void namesAForeignHostAndItsKey() {
        HttpSettings foreign = new HttpSettings("192.0.2.1", 0, Optional.empty());

        assertThatThrownBy(() -> HttpEndpoints.start(foreign, metrics, health, new CameraEndpoint(Optional.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("192.0.2.1:0");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoints.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HealthCheck part(String name, Health health) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Health health() {
                return health;
            }
        };
    }
}
