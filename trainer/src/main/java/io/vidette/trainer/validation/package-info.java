/** A network over a labelled data set: what it finds, and every figure of how right that is. */
@NullMarked
package io.vidette.trainer.validation;

import org.jspecify.annotations.NullMarked;
