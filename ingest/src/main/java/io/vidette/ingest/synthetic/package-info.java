/** The built-in camera: a drawn scene in which every object's place is known. */
@NullMarked
package io.vidette.ingest.synthetic;

import org.jspecify.annotations.NullMarked;
