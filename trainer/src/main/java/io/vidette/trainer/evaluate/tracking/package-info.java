/** Tracking figures (CLEAR MOT, identity, HOTA) and the text files of MOTChallenge. */
@NullMarked
package io.vidette.trainer.evaluate.tracking;

import org.jspecify.annotations.NullMarked;
