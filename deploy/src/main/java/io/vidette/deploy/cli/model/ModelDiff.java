package io.vidette.deploy.cli.model;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.OutputFile;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.image.ContactSheet;
import io.vidette.detector.image.ContactSheet.Cell;
import io.vidette.detector.image.ContactSheet.Mark;
import io.vidette.detector.image.ContactSheet.Side;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.Durations;
import io.vidette.topology.diff.ClassDifference;
import io.vidette.topology.diff.DetectionMatching;
import io.vidette.topology.diff.DiffReport;
import io.vidette.topology.diff.DiffRequest;
import io.vidette.topology.diff.FrameDifference;
import io.vidette.topology.diff.FramePictures;
import io.vidette.topology.diff.VerdictDiff;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What two models found on the same frames. */
@Command(
        name = "diff",
        description = {
            "Compare what two models found on the same frames: replays by their names, or live for the verdicts of the",
            "live detector. Counts for each class, over the frames that both have seen; a shift is B's score minus A's.",
            "With --out, a sheet of the frames that differ most: those with most score in boxes that only one found."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette model diff live night",
            "  vidette model diff monday tuesday --iou 0.6 --camera gate --out differences.png --frames 20"
        })
final class ModelDiff implements Runnable {
    private static final int CELL_WIDTH = 400;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Parameters(index = "0", paramLabel = "A", description = "The name of a replay, or live.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private String b;

    @Option(
            names = "--iou",
            paramLabel = "IOU",
            defaultValue = "0.5",
            description = "Overlap from which two boxes of a class are the same object (default: ${DEFAULT-VALUE}).")
    private double iou;

    @Option(names = "--camera", paramLabel = "NAME", split = ",", description = "Only frames of these cameras.")
    private Set<String> cameras = Set.of();

    @Option(
            names = {"-o", "--out", "--output"},
            paramLabel = "FILE",
            description = "Write the sheet of frames there, as PNG.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "12",
            description = "Most frames on the sheet, 0 to 200 (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--apart",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Least time between two frames of a camera on the sheet (default: ${DEFAULT-VALUE}).")
    private String apart;

    @Override
    public void run() {
        if (out != null) {
            if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
                throw new ParameterException(
                        spec.commandLine(), "--out " + out + ": the sheet is a PNG; name a file that ends in .png");
            }
            OutputFile.check(out, force);
            OutputFile.checkFolder(out);
        }
        // Also where no sheet is asked for, and the number would mean nothing.
        if (frames < 0 || frames > DiffRequest.MOST_FRAMES) {
            throw new ParameterException(
                    spec.commandLine(), "--frames " + frames + " is outside 0.." + DiffRequest.MOST_FRAMES);
        }
        NodeConfig config = common.load();
        Topics topics = config.topics().names();
        KafkaConnection connection = config.connection();
        DiffRequest request = request(topics);
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            List<String> replays = admin.namesFrom(topics.replay(""));
            check(topics, admin, replays, a, request.topicA());
            check(topics, admin, replays, b, request.topicB());
        }
        DiffReport report;
        try (LateProgress progress = new LateProgress("diff")) {
            report = new VerdictDiff(connection, request).run(progress::passed);
        }
        checkCameras(report);
        if (report.both() == 0) {
            throw new UserError("'" + a + "' and '" + b + "' have no frame in common that both models looked at; "
                    + report.outside() + " verdicts lie outside of what both have");
        }
        if (out == null || report.frames().isEmpty()) {
            show(report, null);
            return;
        }
        Path sheet = null;
        UserError failure = null;
        try {
            sheet = write(connection, report, out);
        } catch (UserError e) {
            // What was compared is worth more than its pictures, so it is shown first.
            failure = e;
        }
        show(report, sheet);
        if (failure != null) {
            throw failure;
        }
    }

    /** Cameras of whom there is nothing are misspelt, or were not replayed. */
    private void checkCameras(DiffReport report) {
        List<String> missing = report.missing();
        if (missing.isEmpty()) {
            return;
        }
        String what = "neither '" + a + "' nor '" + b + "' has a verdict of "
                + (missing.size() == 1 ? "camera " : "cameras ")
                + missing.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                + (report.others().isEmpty() ? "" : "; others there are: " + String.join(", ", report.others()));
        if (missing.size() == cameras.size()) {
            throw new UserError(what);
        }
        common.output().warn(what);
    }

    private DiffRequest request(Topics topics) {
        try {
            return new DiffRequest(
                    topic(topics, a), topic(topics, b), iou, cameras, out == null ? 0 : frames, Durations.parse(apart));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String topic(Topics topics, String name) {
        return name.equals(ReplayRequest.LIVE) ? topics.detections() : topics.replay(name);
    }

    private static void check(Topics topics, TopicAdmin admin, List<String> replays, String name, String topic) {
        if (replays.contains(topic) || admin.namesFrom(topic).contains(topic)) {
            return;
        }
        if (name.equals(ReplayRequest.LIVE)) {
            throw new UserError("there is no topic '" + topic + "'; check --bootstrap-servers and --topic-prefix");
        }
        List<String> names = replays.stream()
                .map(full -> full.substring(topics.replay("").length()))
                .toList();
        throw new UserError("no replay '" + name + "'; "
                + (names.isEmpty()
                        ? "there is none yet, 'vidette replay' makes one"
                        : "there are " + String.join(", ", names) + ", and live"));
    }

    private Path write(KafkaConnection connection, DiffReport report, Path file) {
        List<FrameDifference> most = report.frames();
        Map<FrameId, byte[]> pictures = FramePictures.fetch(
                connection, most.stream().map(FrameDifference::id).toList());
        if (pictures.size() < most.size()) {
            common.output()
                    .warn(most.size() - pictures.size() + " of " + most.size()
                            + " frames were deleted by Kafka meanwhile and are left blank");
        }
        List<Cell> cells = new ArrayList<>();
        for (FrameDifference frame : most) {
            cells.add(new Cell(
                    Optional.ofNullable(pictures.get(frame.id())),
                    frame.width(),
                    frame.height(),
                    caption(frame),
                    marks(frame.matching())));
        }
        String nameA = a + " (" + String.join(", ", report.modelsA()) + ")";
        String nameB = b + " (" + String.join(", ", report.modelsB()) + ")";
        try {
            Files.write(file, ContactSheet.draw(nameA, nameB, cells, CELL_WIDTH));
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + file + " (" + FileFault.inWords(e) + "); check the disk and --out", e);
        }
        return file;
    }

    private static String caption(FrameDifference frame) {
        return frame.camera() + "  " + frame.id().partition() + "-" + frame.id().offset()
                + frame.capturedAt()
                        .map(time -> "  " + time.toString().replaceFirst("\\.\\d+Z$", "Z"))
                        .orElse("");
    }

    private static List<Mark> marks(DetectionMatching matching) {
        List<Mark> marks = new ArrayList<>();
        matching.pairs().forEach(pair -> {
            marks.add(mark(Side.A, pair.a(), false));
            marks.add(mark(Side.B, pair.b(), false));
        });
        matching.onlyA().forEach(detection -> marks.add(mark(Side.A, detection, true)));
        matching.onlyB().forEach(detection -> marks.add(mark(Side.B, detection, true)));
        return marks;
    }

    private static Mark mark(Side side, Detection detection, boolean single) {
        String text = String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.score());
        return new Mark(side, detection.box(), text, single);
    }

    private void show(DiffReport report, @Nullable Path sheet) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", a);
        object.put("b", b);
        object.put("modelsA", report.modelsA());
        object.put("modelsB", report.modelsB());
        object.put("frames", report.both());
        object.put("framesOnlyA", report.onlyA());
        object.put("framesOnlyB", report.onlyB());
        object.put("outside", report.outside());
        object.put("all", report.all());
        object.put("classes", report.classes());
        object.put(
                "mostDifferent",
                report.frames().stream().map(FrameDifference::id).toList());
        object.put("sheet", Optional.ofNullable(sheet).map(Path::toString));
        Output output = common.output();
        output.object(object);
        if (output.isJson()) {
            return;
        }
        output.say("A: " + a + ", " + String.join(", ", report.modelsA()));
        output.say("B: " + b + ", " + String.join(", ", report.modelsB()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CLASS", "A", "B", "MATCHED", "ONLY A", "ONLY B", "MEAN SHIFT", "MEDIAN"));
        rows.add(row(report.all()));
        report.classes().forEach(one -> rows.add(row(one)));
        output.table(rows);
        output.say(report.both() + " frames that both looked at; " + report.onlyA() + " only A, " + report.onlyB()
                + " only B; " + report.outside() + " verdicts outside of what both have");
        if (sheet != null) {
            output.say("the " + report.frames().size() + " frames that differ most are in " + sheet);
        } else if (out != null && report.frames().isEmpty()) {
            output.say("no frame differs, so there is nothing to draw");
        }
    }

    private static List<String> row(ClassDifference one) {
        return List.of(
                one.label(),
                Long.toString(one.countA()),
                Long.toString(one.countB()),
                Long.toString(one.matched()),
                Long.toString(one.onlyA()),
                Long.toString(one.onlyB()),
                shift(one, one.meanShift()),
                shift(one, one.medianShift()));
    }

    private static String shift(ClassDifference one, double value) {
        return one.matched() == 0 ? "-" : String.format(Locale.ROOT, "%+.3f", value);
    }
}
