/** Foreign weights, read without running them, and made into networks. */
@NullMarked
package io.vidette.detector.importer;

import org.jspecify.annotations.NullMarked;
