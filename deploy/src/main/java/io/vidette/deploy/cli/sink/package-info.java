/** The {@code vidette sink} commands. */
@NullMarked
package io.vidette.deploy.cli.sink;

import org.jspecify.annotations.NullMarked;
