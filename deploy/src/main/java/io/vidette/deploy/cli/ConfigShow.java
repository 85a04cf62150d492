package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is in force. */
@Command(name = "show", description = "Show every key with its value and the origin of the value, as YAML.")
final class ConfigShow implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Override
    public void run() {
        Output output = common.output();
        var settings = common.read().settings();
        if (output.isJson()) {
            settings.forEach(output::object);
        } else {
            ConfigYaml.lines(settings).forEach(output::say);
        }
    }
}
