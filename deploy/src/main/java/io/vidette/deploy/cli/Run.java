package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.NodeOptions;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.deploy.node.Role;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One or more roles against a Kafka cluster. */
@Command(
        name = "run",
        description = "Run one or more roles against a Kafka cluster.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette run ingest --bootstrap-servers kafka-1:9092,kafka-2:9092",
            "  vidette run detect --bootstrap-servers kafka-1:9092 --weights best.pt --data /var/lib/vidette",
            "  vidette run track --bootstrap-servers kafka-1:9092 --set track.keepLost=3s",
            "  vidette run ingest detect --client-properties sasl.properties --weights best.pt"
        })
final class Run implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Mixin
    private NodeOptions options;

    @Parameters(arity = "1..*", paramLabel = "ROLE", description = "ingest, detect or track.")
    private List<Role> roles;

    @Override
    public void run() {
        NodeConfig config = common.load(options.overrides());
        EnumSet<Role> wanted = EnumSet.copyOf(roles);
        String name = wanted.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("-"));
        // Beside the secrets, which all nodes of a machine may share, each kind of node has a directory of its own.
        Path data = config.data().resolve(name);
        NodeCommand.run(
                common,
                config,
                data,
                wanted,
                false,
                node -> common.output()
                        .say(name + " runs against " + node.connection() + "; metrics at " + node.httpAddress()
                                + "/metrics"));
    }
}
