/** Where pictures come from: cameras over the network, files, and a camera that is drawn. */
@NullMarked
package io.vidette.ingest.source;

import org.jspecify.annotations.NullMarked;
