/** Data sets, evaluation, reports. */
@NullMarked
package io.vidette.trainer;

import org.jspecify.annotations.NullMarked;
