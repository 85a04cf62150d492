/**
 * The programs of TorchScript archives that others wrote, read before the engine runs one: a program with an operator that is
 * not on the list is refused.
 */
@NullMarked
package io.vidette.detector.script;

import org.jspecify.annotations.NullMarked;
