/** Measuring Vidette on the machine at hand, each figure as a ratio to something else in the same run. */
@NullMarked
package io.vidette.deploy.bench;

import org.jspecify.annotations.NullMarked;
