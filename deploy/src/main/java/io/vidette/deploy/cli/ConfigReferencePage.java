package io.vidette.deploy.cli;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigReference;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the reference page. */
@Command(
        name = "reference",
        description = "Print the reference of all keys with default, range and reason, in Markdown.")
final class ConfigReferencePage implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean requested) {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConfigReference.markdown(NodeConfig.class));
        out.flush();
    }
}
