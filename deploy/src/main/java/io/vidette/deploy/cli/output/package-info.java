/** What commands print and write: text or JSON on standard output, progress on standard error, files. */
@NullMarked
package io.vidette.deploy.cli.output;

import org.jspecify.annotations.NullMarked;
