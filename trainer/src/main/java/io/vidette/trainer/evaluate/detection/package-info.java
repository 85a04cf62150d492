/** Detection figures as YOLOv5, COCO and Pascal VOC compute them, and the confusion matrix. */
@NullMarked
package io.vidette.trainer.evaluate.detection;

import org.jspecify.annotations.NullMarked;
