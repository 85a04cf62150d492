/** The {@code vidette camera} commands. */
@NullMarked
package io.vidette.deploy.cli.camera;

import org.jspecify.annotations.NullMarked;
