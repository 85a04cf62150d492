/**
 * One reader per camera, supervised and restarted until the camera is detached.
 *
 * <p>Threading: {@code ingest-NAME-read} reads one camera; the supervisor starts and stops readers from its caller's thread.
 */
@NullMarked
package io.vidette.ingest.camera;

import org.jspecify.annotations.NullMarked;
