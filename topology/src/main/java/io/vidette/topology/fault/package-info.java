/** Errors that a user can mend, and what is wrong with a file, in words. */
@NullMarked
package io.vidette.topology.fault;

import org.jspecify.annotations.NullMarked;
