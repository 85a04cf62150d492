/** The topics of a cluster: creates and describes them. */
@NullMarked
package io.vidette.deploy.app.topic;

import org.jspecify.annotations.NullMarked;
