/** From a decoded picture to a JPEG of the size that is wanted. */
@NullMarked
package io.vidette.ingest.picture;

import org.jspecify.annotations.NullMarked;
