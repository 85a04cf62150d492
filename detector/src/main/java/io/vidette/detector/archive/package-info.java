/** PyTorch's files: pickles read without running them, zips read within bounds, TorchScript archives written. */
@NullMarked
package io.vidette.detector.archive;

import org.jspecify.annotations.NullMarked;
