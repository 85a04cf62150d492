package io.vidette.deploy.cli;

import picocli.CommandLine.Command;

/** Groups the measurements. */
@Command(
        name = "bench",
        description = "Measure this machine, each figure beside another of the same run.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchInference.class,
            BenchPipeline.class,
            BenchNms.class,
            BenchFramework.class,
            BenchCameras.class,
            BenchReplay.class
        })
final class BenchCommand extends CommandGroup {}
