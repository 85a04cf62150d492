/** Configuration as records: one YAML file, overridden by the environment. */
@NullMarked
package io.vidette.topology.config;

import org.jspecify.annotations.NullMarked;
