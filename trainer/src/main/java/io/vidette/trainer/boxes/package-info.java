/** Columns of boxes: ground truth and detections of many images. */
@NullMarked
package io.vidette.trainer.boxes;

import org.jspecify.annotations.NullMarked;
