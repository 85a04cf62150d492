package io.vidette.topology.sink;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where records are sent.
 *
 * @param url of http or https. Its path and query may act as a password, so {@code toString} omits them
 * @param key that signs, if any
 * @param connectTimeout time limit for the connection
 * @param answerTimeout time limit for the answer, including the time to connect
 * @param batch records in a request, as a JSON array; 1 sends each by itself, as an object
 * @param retries schedule after a failed attempt
 */
public record Webhook(
        URI url,
        Optional<SigningKey> key,
        Duration connectTimeout,
        Duration answerTimeout,
        int batch,
        RetrySchedule retries) {
    private static final int LARGEST_BATCH = 100;

    public Webhook {
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException("the URL of a webhook must begin with https:// or http:// and a host");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("the URL of a webhook may hold no password; sign with --secret instead");
        }
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + LARGEST_BATCH + " records, not " + batch);
        }
        if (connectTimeout.toMillis() < 1 || answerTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("a time-out is above zero");
        }
    }

    /** Scheme, host and port. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
