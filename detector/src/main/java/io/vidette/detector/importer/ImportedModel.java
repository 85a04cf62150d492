package io.vidette.detector.importer;

import io.vidette.detector.network.Network;
import io.vidette.detector.network.NetworkSpec;

/** Weights together with the description of the network they belong to. */
public record ImportedModel(NetworkSpec spec, Network network) {}
