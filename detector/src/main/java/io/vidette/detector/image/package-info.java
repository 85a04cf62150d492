/** From JPEG to the square input of a network, and from its boxes back to the picture. */
@NullMarked
package io.vidette.detector.image;

import org.jspecify.annotations.NullMarked;
