/** From a network to a TorchScript program: {@code best.pt} for all, and the serving form for this machine. */
@NullMarked
package io.vidette.detector.compile;

import org.jspecify.annotations.NullMarked;
