/** A process of Vidette: which parts run in it, how they are wired, and how it shows that it is well. */
@NullMarked
package io.vidette.deploy.node;

import org.jspecify.annotations.NullMarked;
