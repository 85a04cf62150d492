/** The Kafka clients: how the cluster is reached, and the properties of each client by its purpose. */
@NullMarked
package io.vidette.topology.client;

import org.jspecify.annotations.NullMarked;
