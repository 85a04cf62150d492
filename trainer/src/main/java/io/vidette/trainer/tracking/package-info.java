/** How well a tracker follows: tracks beside the true ones, in the form of MOTChallenge, and the figures of that. */
@NullMarked
package io.vidette.trainer.tracking;

import org.jspecify.annotations.NullMarked;
