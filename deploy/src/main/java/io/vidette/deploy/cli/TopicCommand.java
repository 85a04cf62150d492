package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups what is done with topics. */
@Command(
        name = "topic",
        description = "Create the topics that are missing, or show them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicCreate.class, TopicDescribe.class})
final class TopicCommand extends CommandGroup {}
