/**
 * Batches of pictures to boxes: a model is loaded in its fastest form that agrees with {@code best.pt}, and serves.
 *
 * <p>Threading: {@link io.vidette.detector.serve.YoloModel#detect} may be called by any number of threads; pictures are
 * decoded and batches divided on threads that the model owns and joins when it is closed.
 */
@NullMarked
package io.vidette.detector.serve;

import org.jspecify.annotations.NullMarked;
