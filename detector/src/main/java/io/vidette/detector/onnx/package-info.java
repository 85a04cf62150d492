/** From a network to an ONNX file. */
@NullMarked
package io.vidette.detector.onnx;

import org.jspecify.annotations.NullMarked;
