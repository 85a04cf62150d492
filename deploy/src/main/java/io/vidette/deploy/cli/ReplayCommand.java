package io.vidette.deploy.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.option.UntilStopped;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.FramePosition;
import io.vidette.topology.replay.Replay;
import io.vidette.topology.replay.ReplayReport;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSpec;
import io.vidette.topology.topic.TopicState;
import io.vidette.topology.topic.Topics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Any weights over yesterday's frames. */
@Command(
        name = "replay",
        description = {
            "Run a model over a range of the frames topic, in full batches, onto a topic of its own: PREFIXreplay.NAME.",
            "The live detector is not disturbed. What was interrupted goes on when the same is run again.",
            "Places in the range: earliest, latest, an offset of each partition, an age such as 2h, or a time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette replay --model runs/train/exp/weights/best.pt --from 24h",
            "  vidette replay --model yolov5s.pt --from 2026-03-01T08:00 --to 2026-03-01T09:00 --camera gate,yard",
            "  vidette replay --model yolov5s.pt --from 1200 --to 3400 --name night --restart",
            "  vidette model diff live night --out differences.png"
        })
final class ReplayCommand implements Runnable {
    private static final int SHORT_HASH = 8;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "earliest",
            description = "First frame (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "Behind the last frame (default: ${DEFAULT-VALUE}, as it is at the start).")
    private String to;

    @Option(
            names = "--camera",
            paramLabel = "NAME",
            split = ",",
            description = "Only frames of these cameras; else of all.")
    private Set<String> cameras = Set.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the replay and its topic; else the model's name and the start of its hash.")
    private @Nullable String name;

    @Option(names = "--restart", description = "Begin anew, in place of what a replay of this name has written.")
    private boolean restart;

    @Override
    public void run() {
        FramePosition first = place("--from", from);
        FramePosition behind = place("--to", to);
        if (first.isBehind(behind)) {
            throw new ParameterException(spec.commandLine(), "--from " + from + " does not come before --to " + to);
        }
        if (name != null) {
            check(name);
        }
        NodeConfig config = common.load(model.overrides());
        KafkaConnection connection = config.connection();
        try (FrameDetector detector = Models.load(config, config.data().resolve("models"), new SimpleMeterRegistry())) {
            ReplayRequest request = request(config, detector.model(), first, behind);
            Topics topics = config.topics().names();
            TopicSpec topic = prepare(config, connection, request);
            Replay replay = new Replay(connection, topics, request, detector, () -> make(connection, topic));
            try (LateProgress progress = new LateProgress("replay")) {
                // On Ctrl-C what is with the model is still written and committed.
                UntilStopped.run(
                        "replay",
                        () -> show(request, request.topic(topics), replay.run(progress::passed)),
                        replay::stop);
            }
        }
    }

    private void check(String replay) {
        try {
            ReplayRequest.checkName(replay);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private FramePosition place(String option, String text) {
        try {
            return FramePosition.parse(text, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private ReplayRequest request(NodeConfig config, ModelId id, FramePosition first, FramePosition behind) {
        String called = name == null
                ? id.name().replaceAll("[^a-zA-Z0-9._-]", "-") + "-"
                        + id.sha256().substring(0, SHORT_HASH)
                : name;
        try {
            return new ReplayRequest(
                    called,
                    id,
                    config.model().inWords(),
                    first,
                    from,
                    behind,
                    cameras,
                    config.model().maxBatch(),
                    restart);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TopicSpec prepare(NodeConfig config, KafkaConnection connection, ReplayRequest request) {
        String frames = config.topics().names().frames();
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            List<TopicState> found = admin.describe(List.of(frames));
            if (found.isEmpty()) {
                throw new UserError("there is no topic '" + frames + "' at " + connection.bootstrapServers()
                        + "; check --bootstrap-servers and --topic-prefix");
            }
            int partitions = found.get(0).partitions().size();
            return TopicPlan.replay(config.topics(), request.name(), partitions);
        }
    }

    private static void make(KafkaConnection connection, TopicSpec topic) {
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(List.of(topic));
        }
    }

    private void show(ReplayRequest request, String topic, ReplayReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", request.name());
        object.put("topic", topic);
        object.put("model", request.model());
        object.put("finished", report.finished());
        object.put("frames", report.frames());
        object.put("verdicts", report.verdicts());
        object.put("gone", report.gone());
        object.put("unseenCameras", new TreeSet<>(report.unseen()));
        object.put("passedBefore", report.before());
        object.put("seconds", report.seconds());
        object.put("framesPerSecond", report.framesPerSecond());
        Output output = common.output();
        output.object(object);
        output.say(inWords(request, topic, report));
    }

    /** One line, which says of a run that was stopped that it is not done. */
    static String inWords(ReplayRequest request, String topic, ReplayReport report) {
        return String.format(
                Locale.ROOT,
                "%s%d frames in %.1f s, %.1f a second, onto %s: %s%s%s%s%s",
                report.finished() ? "" : "interrupted before its end: ",
                report.frames(),
                report.seconds(),
                report.framesPerSecond(),
                topic,
                verdicts(report),
                report.before() > 0 ? "; went on after " + report.before() + " offsets of earlier runs" : "",
                report.gone() > 0 ? "; " + report.gone() + " frames had been deleted by Kafka before" : "",
                report.unseen().isEmpty()
                        ? ""
                        : "; no frame is of " + String.join(", ", new TreeSet<>(report.unseen()))
                                + ", 'vidette camera list' shows the names",
                report.finished() ? "" : "; " + request.remedy());
    }

    /** Such as {@code 431 detected, 2 rejected}. */
    private static String verdicts(ReplayReport report) {
        return report.verdicts().isEmpty()
                ? report.finished() ? "nothing left to judge" : "nothing judged yet"
                : report.verdicts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(verdict -> verdict.getValue() + " " + verdict.getKey())
                        .collect(Collectors.joining(", "));
    }
}
