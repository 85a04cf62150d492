package io.vidette.deploy.cli;

import io.vidette.deploy.app.topic.ClusterTopics;
import io.vidette.deploy.app.topic.PlannedTopics;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.topic.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the topics. */
@Command(name = "describe", description = "Show the topics with their partitions, sizes and settings.")
final class TopicDescribe implements Runnable {
    @Mixin
    private ClusterOptions common;

    @Override
    public void run() {
        PlannedTopics topics = new ClusterTopics(common.load()).describe();
        Output output = common.output();
        topics.found().forEach(output::object);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TOPIC", "PARTITIONS", "REPLICAS", "OFFSETS", "SIZE", "SETTINGS"));
        topics.found().forEach(topic -> rows.add(row(topic)));
        output.table(rows);
        topics.missing().forEach(name -> output.warn("no topic '" + name + "'; 'vidette topic create' makes it"));
    }

    private static List<String> row(TopicState topic) {
        return List.of(
                topic.name(),
                Integer.toString(topic.partitions().size()),
                Integer.toString(topic.replicationFactor()),
                Long.toString(topic.offsets()),
                topic.bytes().map(TopicDescribe::size).orElse("?"),
                new TreeMap<>(topic.settings()).toString().replaceAll("[{}]", ""));
    }

    private static String size(long bytes) {
        return bytes < ByteSize.mebibytes(1).bytes()
                ? (bytes + 1023) / 1024 + " KiB"
                : String.format(
                        Locale.ROOT,
                        "%.1f MiB",
                        bytes / (double) ByteSize.mebibytes(1).bytes());
    }
}
