/**
 * The records on the cameras topic: names, specifications, status, and the parts that follow them.
 *
 * <p>Threading: records are immutable; {@link io.vidette.topology.camera.CameraWatch} has a thread of its own and may be asked
 * from any thread.
 */
@NullMarked
package io.vidette.topology.camera;

import org.jspecify.annotations.NullMarked;
