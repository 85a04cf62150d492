/** The {@code vidette} command. */
@NullMarked
package io.vidette.deploy.cli;

import org.jspecify.annotations.NullMarked;
