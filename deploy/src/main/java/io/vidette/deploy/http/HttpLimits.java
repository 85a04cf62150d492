package io.vidette.deploy.http;

import java.time.Duration;

/**
 * What one server grants to all of its clients. A client that does not finish its request costs a connection, no thread.
 *
 * @param connections open at a time; further clients wait until one is closed
 * @param idle time without a byte after which a connection is closed, also in the middle of a request
 * @param crowded the same, for connections that open while more than half of them are taken
 * @param headerBytes size of the request line and headers; larger ones are answered 414 or 431
 * @param bodyBytes size of a request's body; larger ones are answered 413
 */
record HttpLimits(int connections, Duration idle, Duration crowded, int headerBytes, long bodyBytes) {
    static final HttpLimits DEFAULT =
            new HttpLimits(256, Duration.ofSeconds(10), Duration.ofSeconds(1), 8 * 1024, 64 * 1024);
}
