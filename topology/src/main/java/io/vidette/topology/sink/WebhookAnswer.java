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
    /** Calls the handler for its kind and returns what it returns. */
    boolean handle(Handler<Taken> taken, Handler<Later> later, Handler<Refused> refused) throws InterruptedException;

    /** What a lane does after an answer of one kind. */
    @FunctionalInterface
    interface Handler<A extends WebhookAnswer> {
        /** Returns whether the records of the request are complete; if not, they are sent again. */
        boolean handle(A answer) throws InterruptedException;
    }

    /** The receiver has it. */
    record Taken() implements WebhookAnswer {
        @Override
        public boolean handle(Handler<Taken> taken, Handler<Later> later, Handler<Refused> refused)
                throws InterruptedException {
            return taken.handle(this);
        }
    }

    /**
     * Another attempt may succeed.
     *
     * @param retryAfter the pause that the receiver asks for
     */
    record Later(String cause, Optional<Duration> retryAfter) implements WebhookAnswer {
        @Override
        public boolean handle(Handler<Taken> taken, Handler<Later> later, Handler<Refused> refused)
                throws InterruptedException {
            return later.handle(this);
        }
    }

    /** Another attempt would get the same answer. */
    record Refused(String cause) implements WebhookAnswer {
        @Override
        public boolean handle(Handler<Taken> taken, Handler<Later> later, Handler<Refused> refused)
                throws InterruptedException {
            return refused.handle(this);
        }
    }

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
