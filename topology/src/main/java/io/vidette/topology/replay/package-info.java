/** Any weights over a range of the frames topic, with verdicts on a topic of the replay's own. */
@NullMarked
package io.vidette.topology.replay;

import org.jspecify.annotations.NullMarked;
