/** Networks, weights, the TorchScript compiler, image to tensor, inference, NMS. */
@NullMarked
package io.vidette.detector;

import org.jspecify.annotations.NullMarked;
