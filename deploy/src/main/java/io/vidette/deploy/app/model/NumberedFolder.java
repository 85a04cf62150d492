package io.vidette.deploy.app.model;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the folder of a run as YOLOv5 does: {@code exp}, {@code exp2}, {@code exp3}. */
public final class NumberedFolder {
    private NumberedFolder() {}

    /**
     * Creates the first folder of the name that does not exist yet.
     *
     * @throws UserError if it cannot be created
     */
    public static Path create(Path project, String name) {
        Path folder = project.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = project.resolve(name + i);
        }
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the folder " + folder + " (" + FileFault.inWords(e) + "); set --project", e);
        }
    }
}
