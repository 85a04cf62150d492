/** Darknet's files: reads cfg descriptions, and reads and writes {@code .weights}. */
@NullMarked
package io.vidette.detector.darknet;

import org.jspecify.annotations.NullMarked;
