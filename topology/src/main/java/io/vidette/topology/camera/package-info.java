/**
 * The records on the cameras topic: names, specifications, status, and the parts that follow them.
 *
 * <p>Threading: records are immutable; {@link io.vidette.topology.camera.CameraWatch} owns a thread and may be called
 * from any thread.
 */
@NullMarked
package io.vidette.topology.camera;

import org.jspecify.annotations.NullMarked;
