/** Weights, networks and what a model finds on pictures and recorded frames. */
@NullMarked
package io.vidette.deploy.app.model;

import org.jspecify.annotations.NullMarked;
