/** The choice of an engine ({@code model.engine}): a model is opened on PyTorch, or on OpenCV for Darknet networks. */
@NullMarked
package io.vidette.detector.engine;

import org.jspecify.annotations.NullMarked;
