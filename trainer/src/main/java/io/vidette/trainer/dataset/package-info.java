/** Reads data sets in YOLO, VOC and COCO form; faulty parts are reported and left out. */
@NullMarked
package io.vidette.trainer.dataset;

import org.jspecify.annotations.NullMarked;
