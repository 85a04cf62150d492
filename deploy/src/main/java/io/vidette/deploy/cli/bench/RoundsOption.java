package io.vidette.deploy.cli.bench;

import picocli.CommandLine.Option;

/** How often a benchmark is repeated. */
final class RoundsOption {
    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Number of rounds; medians are reported (default: ${DEFAULT-VALUE}).")
    private int rounds;

    int rounds() {
        return rounds;
    }
}
