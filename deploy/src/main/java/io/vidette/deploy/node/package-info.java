/** What every node has: its data directory, its configuration, and the HTTP endpoints that tell how it fares. */
@NullMarked
package io.vidette.deploy.node;

import org.jspecify.annotations.NullMarked;
