package io.vidette.deploy.cli.sink;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.sink.RecordFilter;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all sinks take. */
final class SinkOptions {
    private static final int SHORT_HASH_BYTES = 4;
    private static final int LONGEST_TARGET = 60;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "events",
            description =
                    "What to hand on: events, detections, replay.NAME, or another topic of JSON, with or without the prefix"
                            + " (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Kafka's group that remembers how far it came; else one of this topic and target."
                    + " Sinks of the same group share the partitions.")
    private @Nullable String group;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "Where a new group, or a new file, begins: earliest, or latest (default: ${DEFAULT-VALUE}).")
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

    @Option(names = "--once", description = "End when all that is there now is handed on.")
    private boolean once;

    /** Where a new group begins. */
    enum Place {
        EARLIEST,
        LATEST
    }

    /**
     * Makes sure that the topics are there. Where the group begins is settled afterwards, by {@link
     * io.vidette.topology.sink.SinkStart}.
     *
     * @param kind of the sink, for the group's name
     * @param target where it hands on to, likewise; its hash tells targets of the same readable name apart
     * @param hashed what the hash is of
     */
    SinkRequest prepare(NodeConfig config, TopicAdmin admin, String kind, String target, String hashed) {
        Topics topics = config.topics().names();
        admin.ensure(TopicPlan.of(config.topics()));
        String full = find(admin, topics);
        try {
            String called = group != null ? group : group(topics, full, kind, target, hashed);
            return new SinkRequest(full, called, from == Place.LATEST, new RecordFilter(cameras, classes, types), once);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Whether the group is of this target alone, rather than one that was named and that others may share. */
    boolean hasOwnGroup() {
        return group == null;
    }

    private String find(TopicAdmin admin, Topics topics) {
        List<String> known = admin.namesFrom(topics.prefix());
        String full = known.contains(topics.prefix() + topic) ? topics.prefix() + topic : topic;
        List<String> unfit = List.of(topics.frames(), topics.deadLetters());
        // Kafka Streams keeps its state in changelogs, which are for itself.
        List<String> fit = known.stream()
                .filter(name -> !unfit.contains(name) && !name.endsWith("-changelog"))
                .toList();
        if (unfit.contains(full)) {
            throw new UserError("the topic '" + full + "' holds pictures, not JSON; --topic takes one of "
                    + String.join(", ", fit));
        }
        if (!known.contains(full) && !admin.namesFrom(full).contains(full)) {
            throw new UserError(
                    "there is no topic '" + topics.prefix() + topic + "'; there are " + String.join(", ", fit));
        }
        return full;
    }

    private static String group(Topics topics, String full, String kind, String target, String hashed) {
        String readable = target.replaceAll("[^a-zA-Z0-9._-]", "-");
        String bounded = readable.substring(0, Math.min(readable.length(), LONGEST_TARGET));
        String read = full.startsWith(topics.prefix())
                ? full.substring(topics.prefix().length())
                : full;
        String name = topics.prefix() + "sink." + kind + "." + read + "." + bounded + "-" + hash(hashed);
        return name.substring(Math.max(0, name.length() - 200));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SHORT_HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
