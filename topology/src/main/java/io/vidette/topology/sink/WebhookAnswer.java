package io.vidette.topology.sink;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The result of one attempt. */
sealed interface WebhookAnswer {
    /** The receiver has it. */
    record Taken() implements WebhookAnswer {}

    /**
     * Another attempt may succeed.
     *
     * @param retryAfter the pause that the receiver asks for
     */
    record Later(String cause, Optional<Duration> retryAfter) implements WebhookAnswer {}

    /** Another attempt would get the same answer. */
    record Refused(String cause) implements WebhookAnswer {}

    /** By its status (RFC 9110). */
    static WebhookAnswer of(HttpResponse<?> response, Instant now) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Taken();
        }
        if (status >= 500 || status == 408 || status == 429) {
            Optional<Duration> pause =
                    response.headers().firstValue("Retry-After").flatMap(text -> retryAfter(text, now));
            return new Later("answer " + status, pause);
        }
        if (status >= 300 && status < 400) {
            return new Refused("answer " + status + " (a redirect, not followed: give the URL that it leads to)");
        }
        return new Refused("answer " + status);
    }

    /** Seconds, or a date as HTTP writes it; absent when it is neither. */
    static Optional<Duration> retryAfter(String text, Instant now) {
        String stripped = text.strip();
        if (stripped.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(stripped)));
        }
        try {
            Instant until = ZonedDateTime.parse(stripped, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
