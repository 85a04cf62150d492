package io.vidette.deploy.cli.camera;

import io.vidette.deploy.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Groups what is done with cameras. */
@Command(
        name = "camera",
        description = "Attach cameras, list them with their state, detach them, draw zones on them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CameraAdd.class, CameraList.class, CameraRemove.class, CameraZones.class})
public final class CameraCommand extends CommandGroup {}
