/** The commands that compare with ground truth: {@code vidette val} and {@code vidette track}. */
@NullMarked
package io.vidette.deploy.cli.evaluate;

import org.jspecify.annotations.NullMarked;
