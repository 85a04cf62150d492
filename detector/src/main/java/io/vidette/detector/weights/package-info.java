/** Files to models: weights are found, imported, described and exported here, and nothing is run. */
@NullMarked
package io.vidette.detector.weights;

import org.jspecify.annotations.NullMarked;
