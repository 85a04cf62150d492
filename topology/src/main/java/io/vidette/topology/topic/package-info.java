/** The names of the topics, their settings, and their creation. */
@NullMarked
package io.vidette.topology.topic;

import org.jspecify.annotations.NullMarked;
