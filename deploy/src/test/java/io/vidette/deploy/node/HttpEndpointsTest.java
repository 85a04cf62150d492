package io.vidette.deploy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import io.vidette.topology.lifecycle.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpEndpointsTest {
    private final NodeMetrics metrics = new NodeMetrics();
    private final NodeHealth health = new NodeHealth();
    private final HttpEndpoints endpoints = new HttpEndpoints(new HttpSettings("127.0.0.1", 0), metrics, health);

    @BeforeEach
    void start() {
        endpoints.start();
    }

    @AfterEach
    void stop() {
        endpoints.close();
        metrics.close();
    }

    @Test
    void isReadyWhenEveryPartIs() throws Exception {
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
    void answersWhileOthersDoNotFinishTheirRequests() throws Exception {
        health.register(part("kafka", Health.ready()));
        List<Socket> idlers = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket idler = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
                idlers.add(idler);
                idler.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
                idler.getOutputStream().flush();
            }
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket idler : idlers) {
                idler.close();
            }
        }
    }

    @Test
    void isLiveButNotReadyWhileAPartStarts() throws Exception {
        health.register(part("kafka", Health.ready()));
        health.register(part("detect", new Health.NotReady("loads the model")));

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).contains("\"state\":\"not-ready\",\"reason\":\"loads the model\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void isNotLiveWhenAPartIsBeyondRecovery() throws Exception {
        health.register(part("detect", new Health.Broken("the engine is gone")));

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void isNotReadyWhenAPartCannotBeAskedOrThereIsNone() throws Exception {
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
    void servesOurHistogramsAndTheProcess() throws Exception {
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
    void answersNothingElse() throws Exception {
        assertThat(get("/metricsx").statusCode()).isEqualTo(404);
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(send(request("/metrics").POST(HttpRequest.BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(request("/metrics").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesAPortThatIsTakenAndItsKey() {
        try (HttpEndpoints second =
                new HttpEndpoints(new HttpSettings("127.0.0.1", endpoints.port()), metrics, health)) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("127.0.0.1:" + endpoints.port() + " is taken")
                    .hasMessageEndingWith("set http.port");
        }
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
