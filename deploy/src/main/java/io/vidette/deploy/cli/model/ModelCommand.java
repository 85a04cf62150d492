package io.vidette.deploy.cli.model;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups what is done with weights. */
@Command(
        name = "model",
        description = "Import and export weights, show networks, and compare the detections of models.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelImport.class, ModelExport.class, ModelShow.class, ModelDiff.class})
public final class ModelCommand extends CommandGroup {}
