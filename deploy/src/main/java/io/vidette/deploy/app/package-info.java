/** The use cases behind the commands, independent of the command line. Reports are records. */
@NullMarked
package io.vidette.deploy.app;

import org.jspecify.annotations.NullMarked;
