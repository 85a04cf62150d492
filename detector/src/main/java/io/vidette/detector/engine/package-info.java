/** Weights that serve: found, imported, loaded, run. */
@NullMarked
package io.vidette.detector.engine;

import org.jspecify.annotations.NullMarked;
