package io.vidette.deploy.cli;

import picocli.CommandLine.Command;

/** Groups what is done with weights. */
@Command(
        name = "model",
        description = "Bring weights in, and out again.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelImport.class, ModelExport.class})
final class ModelCommand extends CommandGroup {}
