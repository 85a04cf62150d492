/** What Vidette promises, as objects that any test can hold a run against. */
@NullMarked
package io.vidette.guarantee;

import org.jspecify.annotations.NullMarked;
