/** The records that travel on the topics. Immutable, validated when made. */
@NullMarked
package io.vidette.topology.message;

import org.jspecify.annotations.NullMarked;
