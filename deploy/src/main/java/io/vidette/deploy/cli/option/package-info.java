/** What commands share: options, the configuration that comes of them, and the end by Ctrl-C. */
@NullMarked
package io.vidette.deploy.cli.option;

import org.jspecify.annotations.NullMarked;
