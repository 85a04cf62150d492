package io.vidette.deploy.cli;

import io.vidette.deploy.app.replay.ReplayJob;
import io.vidette.deploy.app.replay.ReplayOrder;
import io.vidette.deploy.app.replay.ReplayOutcome;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.option.UntilStopped;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.replay.FramePosition;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            "Run a model over a range of the frames topic, in full batches, and publish to topic PREFIXreplay.NAME.",
            "The live detector is not affected. An interrupted replay continues when the same command is run again.",
            "PLACE is earliest, latest, an offset in each partition, an age such as 2h, or a time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette replay --model runs/train/exp/weights/best.pt --from 24h",
            "  vidette replay --model yolov5s.pt --from 2026-03-01T08:00 --to 2026-03-01T09:00 --camera gate,yard",
            "  vidette replay --model yolov5s.pt --from 1200 --to 3400 --name night --restart",
            "  vidette model diff live night --out differences.png"
        })
final class ReplayCommand implements Runnable {
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
            description = "First frame of the range (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "PLACE",
            defaultValue = "latest",
            description = "End of the range, exclusive (default: ${DEFAULT-VALUE}, as of the start of the command).")
    private String to;

    @Option(
            names = "--camera",
            paramLabel = "NAME",
            split = ",",
            description = "Process only frames of these cameras (default: all cameras).")
    private Set<String> cameras = Set.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the replay and its topic (default: the model's name and the start of its hash).")
    private @Nullable String name;

    @Option(
            names = "--restart",
            description = "Restart from the beginning, and replace the output of an earlier replay of this name.")
    private boolean restart;

    @Override
    public void run() {
        ReplayOrder order = order();
        NodeConfig config = common.load(model.overrides());
        try (ReplayJob job = ReplayJob.open(config, order);
                LateProgress progress = new LateProgress("replay")) {
            // On Ctrl-C the frames in the model are still written and committed.
            UntilStopped.run("replay", () -> show(job.run(progress::passed)), job::stop);
        }
    }

    private ReplayOrder order() {
        FramePosition first = place("--from", from);
        FramePosition behind = place("--to", to);
        if (first.isBehind(behind)) {
            throw new ParameterException(spec.commandLine(), "--from " + from + " does not come before --to " + to);
        }
        try {
            return new ReplayOrder(first, from, behind, cameras, Optional.ofNullable(name), restart);
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

    private void show(ReplayOutcome outcome) {
        common.output().object(outcome);
        common.output().say(inWords(outcome));
    }

    /** Returns the result in one line, which says whether the run was interrupted. */
    static String inWords(ReplayOutcome outcome) {
        return String.format(
                Locale.ROOT,
                "%s%d frames in %.1f s, %.1f a second, onto %s: %s%s%s%s%s",
                outcome.finished() ? "" : "interrupted before its end: ",
                outcome.frames(),
                outcome.seconds(),
                outcome.framesPerSecond(),
                outcome.topic(),
                verdicts(outcome),
                outcome.passedBefore() > 0
                        ? "; continued after " + outcome.passedBefore() + " offsets of earlier runs"
                        : "",
                outcome.gone() > 0 ? "; " + outcome.gone() + " frames had been deleted by Kafka before" : "",
                outcome.unseenCameras().isEmpty()
                        ? ""
                        : "; found no frame of " + String.join(", ", outcome.unseenCameras())
                                + "; 'vidette camera list' shows the names",
                outcome.finished() ? "" : "; " + outcome.remedy());
    }

    /** Such as {@code 431 detected, 2 rejected}. */
    private static String verdicts(ReplayOutcome outcome) {
        return outcome.verdicts().isEmpty()
                ? outcome.finished() ? "nothing left to process" : "nothing processed yet"
                : outcome.verdicts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(verdict -> verdict.getValue() + " " + verdict.getKey())
                        .collect(Collectors.joining(", "));
    }
}
