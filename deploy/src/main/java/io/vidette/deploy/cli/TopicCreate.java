package io.vidette.deploy.cli;

import io.vidette.deploy.app.topic.ClusterTopics;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
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
        TopicReport report = new ClusterTopics(common.load()).create();
        Output output = common.output();
        report.created().forEach(topic -> output.say("topic '" + topic + "' created"));
        report.differences().forEach(output::warn);
        if (report.created().isEmpty()) {
            output.say("every topic is there");
        }
        output.object(report);
    }
}
