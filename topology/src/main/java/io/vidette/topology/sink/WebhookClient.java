package io.vidette.topology.sink;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests, one attempt each.
 *
 * <p>Threading: any thread may post.
 */
final class WebhookClient {
    /** Time and signature: see {@link SigningKey}. */
    static final String SIGNATURE = "X-Vidette-Signature";
    /** The same for every attempt with the same records. */
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** For a batch: the ids of the records in the order of the array, separated by commas. */
    static final String RECORDS = "X-Vidette-Records";

    private final Webhook webhook;
    private final HttpClient client;

    WebhookClient(Webhook webhook) {
        this.webhook = webhook;
        // No redirects: another host would get the signed body.
        this.client = HttpClient.newBuilder()
                .connectTimeout(webhook.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * Tries once.
     *
     * @param ids of the records, each {@code topic-partition-offset}
     */
    WebhookAnswer post(byte[] body, List<String> ids) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> sent =
                client.sendAsync(request(body, ids), HttpResponse.BodyHandlers.discarding());
        long patience = webhook.answerTimeout().toMillis();
        try {
            // The timeout of HttpRequest covers only the response headers; a body could arrive without end.
            return WebhookAnswer.of(sent.get(patience, TimeUnit.MILLISECONDS), Instant.now());
        } catch (TimeoutException e) {
            return new WebhookAnswer.Later("no answer within " + patience + " ms", Optional.empty());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                return new WebhookAnswer.Later(reason(failure), Optional.empty());
            }
            throw new IllegalStateException("a request to " + webhook + " was not sent", e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private HttpRequest request(byte[] body, List<String> ids) {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.url())
                .header("Content-Type", "application/json")
                .header("User-Agent", "vidette")
                .header(IDEMPOTENCY_KEY, ids.size() == 1 ? ids.get(0) : ids.get(0) + "+" + ids.get(ids.size() - 1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (webhook.batch() > 1) {
            request.header(RECORDS, String.join(",", ids));
        }
        webhook.key()
                .ifPresent(
                        key -> request.header(SIGNATURE, key.sign(Instant.now().getEpochSecond(), body)));
        return request.build();
    }

    private String reason(IOException failure) {
        String said = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("");
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + webhook.connectTimeout().toMillis() + " ms";
        }
        if (failure instanceof ConnectException) {
            return "no connection: "
                    + (isUnknownHost(failure) ? "there is no such host" : said.isEmpty() ? "refused" : printable(said));
        }
        if (failure instanceof EOFException || said.contains("received no bytes")) {
            return "the connection was closed without an answer";
        }
        String name = failure.getClass().getSimpleName();
        return said.isEmpty() ? name : name + ": " + printable(said);
    }

    private static boolean isUnknownHost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** Text from a receiver may contain any character, and is written to logs and dead letters. */
    private static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
