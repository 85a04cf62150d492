package io.vidette.deploy.cli;

import picocli.CommandLine.Command;

/** Groups what is done with weights. */
@Command(
        name = "model",
        description = "Bring weights in, and out again, and show networks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelImport.class, ModelExport.class, ModelShow.class})
final class ModelCommand extends CommandGroup {}
