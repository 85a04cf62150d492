package io.vidette.deploy.cli.option;

import io.vidette.topology.config.ConfigOverride;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that run a node take beside the common options. */
public final class NodeOptions {
    @Mixin
    private ModelOptions model;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of metrics and health; 0 takes a free one (key: http.port).")
    private @Nullable String httpPort;

    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = model.overrides();
        CommonOptions.add(overrides, "http.port", httpPort, "--http-port");
        return overrides;
    }
}
