/** Figures of networks, of detections and of tracks against ground truth. */
@NullMarked
package io.vidette.deploy.app.evaluate;

import org.jspecify.annotations.NullMarked;
