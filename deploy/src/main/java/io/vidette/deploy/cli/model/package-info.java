/** The {@code vidette model} commands, and {@code vidette predict}. */
@NullMarked
package io.vidette.deploy.cli.model;

import org.jspecify.annotations.NullMarked;
