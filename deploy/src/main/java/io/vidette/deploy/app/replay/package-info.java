/** Other weights over recorded frames. */
@NullMarked
package io.vidette.deploy.app.replay;

import org.jspecify.annotations.NullMarked;
