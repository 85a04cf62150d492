/** Whether a node is well, and its metrics. */
@NullMarked
package io.vidette.deploy.health;

import org.jspecify.annotations.NullMarked;
