/**
 * Consumers that deliver a topic's records to a file of JSON lines or to a web server.
 *
 * <p>Threading: one thread consumes; a webhook's lanes send from threads of their own.
 */
@NullMarked
package io.vidette.topology.sink;

import org.jspecify.annotations.NullMarked;
