package io.vidette.deploy.cli.bench;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups the measurements. */
@Command(
        name = "bench",
        description = "Measure this machine; each figure is compared with a baseline of the same run.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchInference.class,
            BenchPipeline.class,
            BenchNms.class,
            BenchFramework.class,
            BenchCameras.class,
            BenchReplay.class
        })
public final class BenchCommand extends CommandGroup {}
