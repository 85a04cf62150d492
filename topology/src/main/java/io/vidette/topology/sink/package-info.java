/** What is on a topic, handed on: to a file of JSON lines, and to a web server. */
@NullMarked
package io.vidette.topology.sink;

import org.jspecify.annotations.NullMarked;
