package io.vidette.topology.occupancy;

/**
 * An object that is on the other side of a line and may come back.
 *
 * @param net crossings that were not reported yet, {@code in} less {@code out}; not 0
 * @param clear whether the last sighting showed it clearly across
 */
record Step(int net, boolean clear) {}
