package io.vidette.deploy.bench;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A replay in a process of its own, as a user starts it. Its errors go to this process's stderr. */
final class ReplayProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 30;

    private final Process process;

    private ReplayProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the command {@code vidette replay}.
     *
     * @param options of the model and the cluster
     * @throws UserError if there is no launcher, or the process cannot be started
     */
    static ReplayProcess start(List<String> options, String bootstrapServers, String topicPrefix, String name) {
        String launcher = System.getProperty("vidette.launcher");
        if (launcher == null) {
            throw new UserError("the concurrent replay needs the launcher; run this command with ./vidette");
        }
        List<String> command = new ArrayList<>(List.of(launcher, "replay"));
        command.addAll(options);
        command.addAll(List.of("--bootstrap-servers", bootstrapServers, "--topic-prefix", topicPrefix, "--name", name));
        try {
            return new ReplayProcess(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UserError("cannot start a process for the replay: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that the process runs.
     *
     * @throws UserError if it has ended
     */
    void checkAlive() {
        if (!process.isAlive()) {
            throw new UserError("the replay beside the live detector ended with exit code " + process.exitValue()
                    + " before its first verdict; see its output above");
        }
    }

    /** Stops the process; kills it if it does not end in time. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
