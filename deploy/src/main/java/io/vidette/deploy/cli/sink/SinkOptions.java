package io.vidette.deploy.cli.sink;

import io.vidette.deploy.app.sink.SinkOrder;
import io.vidette.topology.sink.RecordFilter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all sinks take. */
final class SinkOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "events",
            description =
                    "Topic to forward: events, detections, replay.NAME, or another JSON topic, with or without prefix"
                            + " (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Consumer group that stores the position (default: one per topic and target)."
                    + " Sinks of the same group share the partitions.")
    private @Nullable String group;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "Start of a new group or a new file: earliest or latest (default: ${DEFAULT-VALUE}).")
    private Place from;

    @Option(names = "--camera", paramLabel = "NAME", split = ",", description = "Only records of these cameras.")
    private Set<String> cameras = Set.of();

    @Option(
            names = "--class",
            paramLabel = "LABEL",
            split = ",",
            description = "Only events of these classes, and verdicts with a detection of one.")
    private Set<String> classes = Set.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only records of these types, such as new, update, end.")
    private Set<String> types = Set.of();

    @Option(names = "--once", description = "Exit after forwarding the records that exist now.")
    private boolean once;

    /** Where a new group begins. */
    enum Place {
        EARLIEST,
        LATEST
    }

    /** Returns what these options say, or refuses it as a wrong use of the command. */
    SinkOrder order() {
        try {
            return new SinkOrder(
                    topic,
                    Optional.ofNullable(group),
                    from == Place.LATEST,
                    new RecordFilter(cameras, classes, types),
                    once);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
