/** From a network to a TorchScript program: the plain form for all tools, and the serving form for this machine. */
@NullMarked
package io.vidette.detector.compile;

import org.jspecify.annotations.NullMarked;
