/** The {@code vidette bench} commands. */
@NullMarked
package io.vidette.deploy.cli.bench;

import org.jspecify.annotations.NullMarked;
