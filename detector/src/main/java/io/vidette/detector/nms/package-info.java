/** From candidates to boxes: non-maximum suppression. */
@NullMarked
package io.vidette.detector.nms;

import org.jspecify.annotations.NullMarked;
