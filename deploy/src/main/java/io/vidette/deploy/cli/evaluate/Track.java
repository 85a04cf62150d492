package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.app.evaluate.TrackReport;
import io.vidette.deploy.app.evaluate.TrackRun;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.trainer.evaluate.tracking.MotFile;
import io.vidette.trainer.evaluate.tracking.MotRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tracker on detections in a file, and the figures of tracks. */
@Command(
        name = "track",
        description = {
            "Track the objects in a sequence of detections, and evaluate tracks against ground truth: MOTA, IDF1, HOTA"
                    + " and their components. Files have the MOTChallenge format: frame,id,left,top,width,height and a"
                    + " score; in ground truth a flag (0 excludes the box), a class and the visibility.",
            "The tracker is that of 'vidette run track', configured by the keys track.* (--set). It reports an"
                    + " object from its third detection on (track.confirmHits), so the first two of each are missed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette track --det MOT17-09-SDP/det/det.txt --gt MOT17-09-SDP/gt/gt.txt",
            "  vidette track --det det.txt --fps 15 -o tracks.txt --set track.keepLost=1s",
            "  vidette track --hyp tracks.txt --gt gt.txt --json"
        })
public final class Track implements Runnable {
    @Spec
    private CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Option(names = "--det", paramLabel = "FILE", description = "Detections to track; scores are clamped to 0..1.")
    private @Nullable Path detections;

    @Option(names = "--hyp", paramLabel = "FILE", description = "Existing tracks to evaluate, instead of --det.")
    private @Nullable Path tracks;

    @Option(names = "--gt", paramLabel = "FILE", description = "Ground truth tracks.")
    private @Nullable Path truth;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write the tracks to.")
    private @Nullable Path written;

    @Option(names = "--force", description = "Overwrite an existing file.")
    private boolean force;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "30",
            description = "Frames per second of the sequence (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Option(
            names = "--every-class",
            description = "Count true boxes of all classes (default: class 1, MOTChallenge's pedestrians, if there are"
                    + " classes).")
    private boolean everyClass;

    @Override
    public void run() {
        Path from = input();
        Path to = written;
        Path against = truth;
        if (against == null && to == null) {
            throw new ParameterException(
                    command.commandLine(), "give true tracks with --gt, a file for the tracks with --output, or both");
        }
        if (to != null) {
            OutputFile.check(to, from, force);
        }
        TrackConfig config = common.load().track();
        // Before the tracks are written: a truth that cannot be read is known at once.
        List<MotRow> truths = against == null ? List.of() : MotFile.tracks(against);
        TrackRun run = tracks == null ? TrackRun.follow(from, fps, config) : TrackRun.read(from);
        if (to != null) {
            run.write(to);
            common.output().say(run.objects() + " tracks are in " + to);
        }
        if (against != null) {
            TrackReport report = TrackReport.of(against, truths, run, everyClass);
            if (report.figures().tracks() == 0) {
                common.output().warn("no track results from " + from + "; check its scores and sizes");
            }
            show(report);
        }
    }

    private void show(TrackReport report) {
        Output output = common.output();
        output.object(report);
        if (output.isJson()) {
            return;
        }
        output.say(String.format(
                Locale.ROOT,
                "%d frames, %d objects, %d tracks, %.2f s",
                report.figures().frames(),
                report.figures().objects(),
                report.figures().tracks(),
                report.seconds()));
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        report.shares().forEach((name, value) -> {
            names.add(name);
            values.add(String.format(Locale.ROOT, "%.4f", value));
        });
        output.table(List.of(names, values));
        output.table(List.of(
                List.copyOf(report.counts().keySet()),
                report.counts().values().stream().map(String::valueOf).toList()));
    }

    private Path input() {
        Path detected = detections;
        Path followed = tracks;
        if (detected != null && followed == null) {
            return detected;
        }
        if (followed != null && detected == null) {
            return followed;
        }
        throw new ParameterException(
                command.commandLine(), "give detections with --det or tracks with --hyp, one of the two");
    }
}
