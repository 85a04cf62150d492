/** What a node that runs everything begins with, and where it can be reached. */
@NullMarked
package io.vidette.deploy.app.node;

import org.jspecify.annotations.NullMarked;
