/** Errors that a user can fix, descriptions of invalid files, and the masking of secrets in messages. */
@NullMarked
package io.vidette.topology.fault;

import org.jspecify.annotations.NullMarked;
