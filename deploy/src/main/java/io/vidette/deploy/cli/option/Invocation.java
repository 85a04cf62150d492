package io.vidette.deploy.cli.option;

import java.nio.file.Path;
import java.util.Map;

/** Where the command was called. */
public interface Invocation {
    /** The environment variables. */
    Map<String, String> environment();

    /** Where {@code vidette.yaml} is looked for. */
    Path workingDirectory();
}
