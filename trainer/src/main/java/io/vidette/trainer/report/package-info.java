/** Reports of a run: its folder, and charts as PNG drawn without a display. */
@NullMarked
package io.vidette.trainer.report;

import org.jspecify.annotations.NullMarked;
