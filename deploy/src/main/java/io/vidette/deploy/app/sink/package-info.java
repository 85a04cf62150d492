/** What sinks read and under which group. */
@NullMarked
package io.vidette.deploy.app.sink;

import org.jspecify.annotations.NullMarked;
