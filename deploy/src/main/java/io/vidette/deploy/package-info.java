/** How Vidette is run: the command, the node, the embedded Kafka. */
@NullMarked
package io.vidette.deploy;

import org.jspecify.annotations.NullMarked;
