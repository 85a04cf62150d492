/** From JPEG to the square of pixels that a network looks at, and from its boxes back to the picture. */
@NullMarked
package io.vidette.detector.image;

import org.jspecify.annotations.NullMarked;
