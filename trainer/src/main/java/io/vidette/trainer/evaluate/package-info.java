/** How good a model is: average precision as YOLOv5, COCO and Pascal VOC compute it, and confusion. */
@NullMarked
package io.vidette.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
