package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates what is missing. */
@Command(name = "create", description = "Create the topics that are missing. Those that exist are left as they are.")
final class TopicCreate implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Override
    public void run() {
        NodeConfig node = common.load();
        Output output = common.output();
        try (TopicAdmin admin = new TopicAdmin(node.connection())) {
            TopicReport report = admin.ensure(TopicPlan.of(node.topics()));
            report.created().forEach(topic -> output.say("topic '" + topic + "' created"));
            report.differences().forEach(output::warn);
            if (report.created().isEmpty()) {
                output.say("every topic is there");
            }
            output.object(report);
        }
    }
}
