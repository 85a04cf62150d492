/** Data sets as they come, in YOLO, VOC and COCO form, with what is wrong in them named and left out. */
@NullMarked
package io.vidette.trainer.dataset;

import org.jspecify.annotations.NullMarked;
