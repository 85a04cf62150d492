/** What the house does when something breaks: nodes that are killed, cameras that fail, a broker that goes, input that lies. */
@NullMarked
package io.vidette.fault;

import org.jspecify.annotations.NullMarked;
