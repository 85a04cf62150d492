/** Networks: descriptions made of layers, and the graphs of primitive operations they stand for. */
@NullMarked
package io.vidette.detector.network;

import org.jspecify.annotations.NullMarked;
