/** Curves and confusion matrices as PNG, drawn without a display. */
@NullMarked
package io.vidette.trainer.chart;

import org.jspecify.annotations.NullMarked;
