package io.vidette.deploy.cli.sink;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups what hands records on. */
@Command(
        name = "sink",
        description = "Forward events, verdicts and other records to a file or a web server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SinkJsonl.class, SinkWebhook.class})
public final class SinkCommand extends CommandGroup {}
