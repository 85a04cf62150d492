/** How Kafka's clients are configured: servers, security and defaults. */
@NullMarked
package io.vidette.topology.client;

import org.jspecify.annotations.NullMarked;
