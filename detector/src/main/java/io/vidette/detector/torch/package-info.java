/**
 * The engine: DJL and its PyTorch library, programs loaded into it, and the devices that it computes on. The choice between
 * processor and graphics card is made in {@link io.vidette.detector.torch.DeviceChoice}.
 *
 * <p>Threading: programs run on any number of threads at once; the engine is started once for a process.
 */
@NullMarked
package io.vidette.detector.torch;

import org.jspecify.annotations.NullMarked;
