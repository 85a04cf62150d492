/** A load, and faults that strike it at random moments; what was promised must hold all the same. */
@NullMarked
package io.vidette.fault.chaos;

import org.jspecify.annotations.NullMarked;
