/** Descriptions of networks: YOLO yaml from a file or a checkpoint, and those that come with the product. */
@NullMarked
package io.vidette.detector.description;

import org.jspecify.annotations.NullMarked;
