/** Darknet's files: networks told by a cfg, and their {@code .weights}, read and written. */
@NullMarked
package io.vidette.detector.darknet;

import org.jspecify.annotations.NullMarked;
