package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the configuration without starting anything. */
@Command(name = "check", description = "Check the configuration and report errors, without starting anything.")
final class ConfigCheck implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Override
    public void run() {
        ConfigReader.Loaded<NodeConfig> loaded = common.read();
        loaded.config().connection(); // reads the client properties
        long set = loaded.settings().stream()
                .filter(setting -> !setting.origin().equals("default"))
                .count();
        String file = common.file().map(Object::toString).orElse("no file");
        Output output = common.output();
        output.object(new Checked(file, set, loaded.settings().size()));
        output.say("configuration is good (" + file + "): " + set + " of "
                + loaded.settings().size() + " keys set, the others have their defaults");
    }

    /**
     * The report.
     *
     * @param set keys that do not have their default
     * @param keys of all
     */
    record Checked(String file, long set, int keys) {}
}
