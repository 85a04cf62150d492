/** Which cameras this node reads: those of the partitions that the group assigns to it. */
@NullMarked
package io.vidette.ingest.ownership;

import org.jspecify.annotations.NullMarked;
