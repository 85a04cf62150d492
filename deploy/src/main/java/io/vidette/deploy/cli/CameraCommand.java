package io.vidette.deploy.cli;

import picocli.CommandLine.Command;

/** Groups what is done with cameras. */
@Command(
        name = "camera",
        description = "Attach cameras, list them with their state, detach them, draw zones on them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CameraAdd.class, CameraList.class, CameraRemove.class, CameraZones.class})
final class CameraCommand extends CommandGroup {}
