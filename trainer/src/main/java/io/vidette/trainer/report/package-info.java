/** What remains of an evaluation: curves and the confusion matrix as pictures, in a folder of their own. */
@NullMarked
package io.vidette.trainer.report;

import org.jspecify.annotations.NullMarked;
