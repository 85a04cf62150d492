package io.vidette.deploy.cli.option;

import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.FileSecrets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands take that speak to Kafka or keep something between runs. */
public final class ClusterOptions extends CommonOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (key: data).")
    private @Nullable String data;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            description = "Kafka's brokers (key: kafka.bootstrapServers).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            description = "Further Kafka client settings, such as SASL and TLS (key: kafka.clientProperties).")
    private @Nullable String clientProperties;

    @Option(names = "--topic-prefix", paramLabel = "PREFIX", description = "Prefix of topics (key: topics.prefix).")
    private @Nullable String topicPrefix;

    /** The passwords of cameras on this machine. */
    public FileSecrets secrets(NodeConfig node) {
        return new FileSecrets(DataDirectory.secrets(node.data()), invocation().environment());
    }

    @Override
    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = super.overrides();
        add(overrides, "data", data, "--data");
        add(overrides, "kafka.bootstrapServers", bootstrapServers, "--bootstrap-servers");
        add(overrides, "kafka.clientProperties", clientProperties, "--client-properties");
        add(overrides, "topics.prefix", topicPrefix, "--topic-prefix");
        return overrides;
    }
}
