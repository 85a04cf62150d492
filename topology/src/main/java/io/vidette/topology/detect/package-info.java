/**
 * From the frames topic to the detections topic: one committed verdict per frame.
 *
 * <p>Threading: a stream thread owns each partition's processor and forwards its verdicts in order; workers {@code
 * detect-batch-N} run the model; {@code BatchQueue} is the only thing both touch.
 */
@NullMarked
package io.vidette.topology.detect;

import org.jspecify.annotations.NullMarked;
