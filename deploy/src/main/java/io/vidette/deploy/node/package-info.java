/** A process of Vidette: the roles that run in it and how they are wired. */
@NullMarked
package io.vidette.deploy.node;

import org.jspecify.annotations.NullMarked;
