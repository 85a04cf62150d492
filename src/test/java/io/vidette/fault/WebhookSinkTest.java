package io.vidette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vidette.KafkaUnderTest;
import io.vidette.deploy.cli.Vidette;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.RetrySchedule;
import io.vidette.topology.sink.SigningKey;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.sink.Webhook;
import io.vidette.topology.sink.WebhookSink;
import io.vidette.topology.stream.DeadLetter;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Records to a web server. */
@ExtendWith(KafkaUnderTest.class)
final class WebhookSinkTest {
    private static final String SECRET = "what-both-sides-know";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConnection kafka;
    private final Topics topics;
    private final TestEvents events;

    @TempDir
    private Path folder;

    WebhookSinkTest(KafkaConnection kafka) {
        this.kafka = kafka;
        topics = TestTopics.create(kafka, "webhook");
        events = new TestEvents(kafka, topics);
    }

    @Test
    void deliversSignedRecordsOnceAndInOrder() throws Exception {
        events.send("gate", 0, 20);
        events.send("yard", 0, 20);
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> 204)) {
            run(receiver, 1, OptionalInt.empty());
            run(receiver, 1, OptionalInt.empty());

            assertThat(receiver.deliveries).hasSize(40).allSatisfy(WebhookSinkTest::isSigned);
            for (String camera : List.of("gate", "yard")) {
                assertThat(bodies(receiver, camera)).containsExactlyElementsOf(numbered(camera, 0, 20));
            }
            assertThat(receiver.deliveries.stream().map(delivery -> delivery.header("Idempotency-Key")))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.startsWith(topics.events() + "-"));
            assertThat(receiver.deliveries.get(0).header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void deliversBatchesWithTheIdsOfTheirRecords() throws Exception {
        events.send("gate", 0, 7);
        events.sendRaw("gate", "no json");
        events.send("gate", 7, 9);
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> 200)) {
            run(receiver, 4, OptionalInt.empty());

            assertThat(String.join(
                                    ",",
                                    receiver.deliveries.stream()
                                            .map(WebhookReceiver.Delivery::body)
                                            .toList())
                            .replace("],[", ","))
                    .isEqualTo("[" + String.join(",", numbered("gate", 0, 9)) + "]");
            assertThat(receiver.deliveries).allSatisfy(delivery -> {
                isSigned(delivery);
                assertThat(delivery.header("X-Vidette-Records").split(",", -1)).hasSize((int)
                        delivery.body().chars().filter(c -> c == '{').count());
            });
            assertThat(deadLetters()).singleElement().asString().contains("not valid JSON");
        }
    }

    /** The camera that is refused for a while keeps its order, and another one is not held up. */
    @Test
    void retriesUntilTheReceiverAccepts() throws Exception {
        events.send("gate", 0, 5);
        events.send("yard", 0, 5);
        Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> {
            int attempt = attempts.computeIfAbsent(delivery.body(), body -> new AtomicInteger())
                    .incrementAndGet();
            return delivery.body().contains("gate") && attempt < 3 ? (attempt == 1 ? 503 : 429) : 200;
        })) {
            WebhookSink sink = run(receiver, 1, OptionalInt.empty());

            List<String> thrice = new ArrayList<>();
            numbered("gate", 0, 5).forEach(body -> thrice.addAll(List.of(body, body, body)));
            assertThat(bodies(receiver, "gate")).containsExactlyElementsOf(thrice);
            assertThat(bodies(receiver, "yard")).containsExactlyElementsOf(numbered("yard", 0, 5));
            assertThat(sink.counts().delivered()).isEqualTo(10);
            assertThat(sink.counts().retried()).isEqualTo(10);
            assertThat(deadLetters()).isEmpty();
        }
    }

    @Test
    void sendsRefusedRecordsToTheDeadLettersAndContinues() throws Exception {
        events.send("gate", 0, 4);
        try (WebhookReceiver receiver =
                new WebhookReceiver(delivery -> delivery.body().equals(TestEvents.json("gate", 1))
                        ? 400
                        : delivery.body().equals(TestEvents.json("gate", 2)) ? 500 : 200)) {
            WebhookSink sink = run(receiver, 1, OptionalInt.of(2));

            assertThat(bodies(receiver, "gate")).hasSize(1 + 1 + 3 + 1).endsWith(TestEvents.json("gate", 3));
            assertThat(sink.counts().deadLettered()).isEqualTo(2);
            assertThat(deadLetters())
                    .hasSize(2)
                    .anySatisfy(cause -> assertThat(cause).contains("answer 400"))
                    .anySatisfy(cause -> assertThat(cause).contains("answer 500", "after 3 attempts"))
                    .allSatisfy(cause -> assertThat(cause).doesNotContain("hidden"));
            assertThat(CommittedRecords.texts(kafka.bootstrapServers(), topics.deadLetters()))
                    .containsExactlyInAnyOrder(TestEvents.json("gate", 1), TestEvents.json("gate", 2));
            assertThat(CommittedRecords.headers(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.TOPIC))
                    .containsOnly(topics.events());
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        events.send("gate", 0, 1);
        try (WebhookReceiver other = new WebhookReceiver(delivery -> 200);
                WebhookReceiver receiver = new WebhookReceiver(delivery -> 307)) {
            receiver.answersWith("Location", other.url().toString());
            run(receiver, 1, OptionalInt.empty());

            assertThat(other.deliveries).isEmpty();
            assertThat(deadLetters()).singleElement().asString().contains("answer 307", "not followed");
        }
    }

    /**
     * What was taken but not committed comes again with the same key; nothing is left out. The first process is killed while
     * its receiver is away, after it had time to commit: what it had read by then was not done with.
     */
    @Test
    void losesNothingThroughKillNine() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean(true);
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> away.get() ? 503 : 200)) {
            events.send("gate", 0, sent.addAndGet(3));
            try (JavaProcess process = process(receiver, 0)) {
                await().atMost(PATIENCE).until(() -> {
                    assertThat(process.isAlive()).as(process.logTail()).isTrue();
                    return receiver.deliveries.size() >= 4;
                });
                process.kill();
            }
            away.set(false);
            for (int round = 1; round < 3; round++) {
                try (JavaProcess process = process(receiver, round)) {
                    int before = sent.get();
                    await().atMost(PATIENCE).until(() -> {
                        assertThat(process.isAlive()).as(process.logTail()).isTrue();
                        events.send("gate", sent.get(), sent.incrementAndGet());
                        return keys(receiver).size() > before + 5;
                    });
                    process.kill();
                }
            }
            events.send("gate", sent.get(), sent.incrementAndGet());
            run(receiver, 1, OptionalInt.empty());

            Map<String, String> byKey = new HashMap<>();
            receiver.deliveries.forEach(delivery -> assertThat(
                            byKey.merge(delivery.header("Idempotency-Key"), delivery.body(), (a, b) -> b))
                    .isEqualTo(delivery.body()));
            assertThat(byKey.values()).containsExactlyInAnyOrderElementsOf(numbered("gate", 0, sent.get()));
            assertThat(receiver.deliveries).allSatisfy(WebhookSinkTest::isSigned);
            for (int round = 0; round < 3; round++) {
                assertThat(folder.resolve("log" + round)).content().doesNotContain("hidden", SECRET);
            }
        }
    }

    /** It is asked to wait for minutes for an answer, and stops all the same; what was not answered comes again. */
    @Test
    void stopsWhileAReceiverDoesNotAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 200;
        })) {
            events.send("gate", 0, 3);
            try (JavaProcess process = process(receiver, 0, "--answer-timeout", "5m")) {
                await().atMost(PATIENCE).until(() -> {
                    assertThat(process.isAlive()).as(process.logTail()).isTrue();
                    return !receiver.deliveries.isEmpty();
                });
                process.stop();

                assertThat(process.log())
                        .content()
                        .contains("stopping", "did not answer", "0 delivered", "at most 3 behind");
            }
            answer.countDown();
            run(receiver, 1, OptionalInt.empty());

            assertThat(keys(receiver)).hasSize(3);
            assertThat(bodies(receiver, "gate"))
                    .endsWith(TestEvents.json("gate", 2))
                    .hasSize(4);
        }
    }

    /** Its secrets are in a file, and none shows in its log. */
    private JavaProcess process(WebhookReceiver receiver, int round, String... more) throws IOException {
        Files.writeString(folder.resolve("secrets.properties"), "hook=" + receiver.url() + "\ndoor=" + SECRET + "\n");
        List<String> arguments = new ArrayList<>(List.of("sink", "webhook", "--from", "earliest", "--verbose"));
        arguments.addAll(List.of("--url", "secret:hook", "--secret", "door", "--data", folder.toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--group", topics.prefix() + "sink"));
        arguments.addAll(List.of("--topic-prefix", topics.prefix()));
        arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        return JavaProcess.start(
                folder.resolve("log" + round), io.vidette.deploy.cli.Vidette.class, List.of(), arguments);
    }

    /** The receiver is away for longer than the group waits for a member that does not poll. */
    @Test
    void staysInTheGroupWhileTheReceiverIsUnavailable() throws Exception {
        events.send("gate", 0, 3);
        KafkaConnection impatient = new KafkaConnection(
                kafka.bootstrapServers(),
                Map.of("max.poll.interval.ms", "2000", "session.timeout.ms", "6000", "heartbeat.interval.ms", "500"),
                kafka.patience());
        AtomicBoolean away = new AtomicBoolean(true);
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> away.get() ? 503 : 200)) {
            receiver.answersWith("Retry-After", "1");
            WebhookSink sink = new WebhookSink(impatient, topics, request(), webhook(receiver, 1, OptionalInt.empty()));
            place();
            Thread thread = new Thread(sink::run, "sink-under-test");
            thread.start();
            await().atMost(PATIENCE).until(() -> receiver.deliveries.size() >= 6);
            assertThat(sink.counts().lag()).hasValue(3);
            away.set(false);
            thread.join(PATIENCE.toMillis());

            assertThat(thread.isAlive()).isFalse();
            // A member that was put out would have begun again with a first attempt, and it ends with all committed.
            assertThat(sink.counts().delivered()).isEqualTo(3);
            assertThat(sink.counts().retried()).isEqualTo(receiver.deliveries.size() - 3L);
            int before = receiver.deliveries.size();
            run(receiver, 1, OptionalInt.empty());
            assertThat(receiver.deliveries).hasSize(before);
        }
    }

    private static void isSigned(WebhookReceiver.Delivery delivery) {
        String signature = delivery.header("X-Vidette-Signature");
        assertThat(signature).matches("t=\\d+,v1=[0-9a-f]{64}");
        String seconds = signature.substring(2, signature.indexOf(','));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((seconds + "." + delivery.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(signature).endsWith("v1=" + HexFormat.of().formatHex(expected));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void exitsWithAFailureWhenOnceLeftDeadLetters() throws Exception {
        events.send("gate", 0, 3);
        StringWriter err = new StringWriter();
        try (WebhookReceiver receiver = new WebhookReceiver(delivery -> 400)) {
            Map<String, String> environment = Map.of(
                    "VIDETTE_KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "VIDETTE_TOPICS_PREFIX",
                    topics.prefix(),
                    "VIDETTE_DATA",
                    folder.toString());
            CommandLine command = new Vidette(environment, folder).commandLine();
            command.setErr(new PrintWriter(err, true));
            String url = receiver.url().toString();
            assertThat(command.execute("sink", "webhook", "--url", url, "--from", "earliest", "--once"))
                    .isEqualTo(1);
        }
        assertThat(err.toString()).contains("3 records were not taken by ").contains(topics.deadLetters());
        assertThat(deadLetters()).hasSize(3);
    }

    private List<String> deadLetters() {
        return CommittedRecords.headers(kafka.bootstrapServers(), topics.deadLetters(), DeadLetter.CAUSE);
    }

    private static List<String> bodies(WebhookReceiver receiver, String camera) {
        return receiver.deliveries.stream()
                .map(WebhookReceiver.Delivery::body)
                .filter(body -> body.contains(camera))
                .toList();
    }

    private static Set<String> keys(WebhookReceiver receiver) {
        return Set.copyOf(receiver.deliveries.stream()
                .map(delivery -> delivery.header("Idempotency-Key"))
                .collect(Collectors.toSet()));
    }

    private static List<String> numbered(String camera, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> TestEvents.json(camera, n))
                .toList();
    }

    private SinkRequest request() {
        return new SinkRequest(
                topics.events(), topics.prefix() + "sink", false, new RecordFilter(Set.of(), Set.of(), Set.of()), true);
    }

    private static Webhook webhook(WebhookReceiver receiver, int batch, OptionalInt retries) {
        return new Webhook(
                receiver.url(),
                Optional.of(new SigningKey(SECRET)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                batch,
                new RetrySchedule(retries, Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(10)));
    }

    private void place() {
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            var unused = admin.groupStart().setIfNew(request().group(), topics.events(), false);
        }
    }

    private WebhookSink run(WebhookReceiver receiver, int batch, OptionalInt retries) {
        place();
        WebhookSink sink = new WebhookSink(kafka, topics, request(), webhook(receiver, batch, retries));
        sink.run();
        return sink;
    }
}
