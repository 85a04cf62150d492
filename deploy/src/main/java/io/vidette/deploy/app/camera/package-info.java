/** The cameras and what is drawn on their pictures. */
@NullMarked
package io.vidette.deploy.app.camera;

import org.jspecify.annotations.NullMarked;
