/** How the product is built: the launcher that builds it first, and the report at the end of {@code ./mvnw verify}. */
@NullMarked
package io.vidette.build;

import org.jspecify.annotations.NullMarked;
