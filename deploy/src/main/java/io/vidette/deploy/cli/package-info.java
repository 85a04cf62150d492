/** The {@code vidette} command, and the commands that run a node, a replay, or show topics and configuration. */
@NullMarked
package io.vidette.deploy.cli;

import org.jspecify.annotations.NullMarked;
