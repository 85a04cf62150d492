/** What holds for the whole: the boundaries of the modules, and the guarantees from end to end. */
@NullMarked
package io.vidette;

import org.jspecify.annotations.NullMarked;
