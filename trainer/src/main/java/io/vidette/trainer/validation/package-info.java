/** A network evaluated on a labelled data set. */
@NullMarked
package io.vidette.trainer.validation;

import org.jspecify.annotations.NullMarked;
