package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups what is done with the configuration. */
@Command(
        name = "config",
        description = "Show the configuration in force, check it, or print its reference.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigShow.class, ConfigCheck.class, ConfigReferencePage.class})
final class ConfigCommand extends CommandGroup {}
