/**
 * Data sets, evaluation, reports. Training is planned: the loss in {@code trainer/loss}, on the box decoding of {@code
 * io.vidette.detector.compile.BoxDecoding}, and the loop in {@code trainer/train}.
 */
@NullMarked
package io.vidette.trainer;

import org.jspecify.annotations.NullMarked;
