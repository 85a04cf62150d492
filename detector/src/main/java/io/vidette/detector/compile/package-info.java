/**
 * From a network to a TorchScript program: the plain form for all tools, and the serving form for this machine, in which
 * batch norm is folded into the convolutions. The decoding of boxes stands in one class.
 */
@NullMarked
package io.vidette.detector.compile;

import org.jspecify.annotations.NullMarked;
