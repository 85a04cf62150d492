package io.vidette.deploy.cli.model;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.option.Pictures;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.detector.image.Annotator;
import io.vidette.detector.image.Fit;
import io.vidette.detector.image.UnusableImageException;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model on pictures. */
@Command(
        name = "predict",
        description = "Look at pictures: draw the boxes found, and report them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette predict --weights yolov5n.pt --source bus.jpg",
            "  vidette predict --weights best.pt --source 'frames/*.jpg' --conf 0.4 --json > boxes.jsonl"
        })
public final class Predict implements Runnable {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "PATH",
            description = "A JPEG, a folder of them, or a pattern such as 'frames/*.jpg'.")
    private String source;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            defaultValue = "runs/detect",
            description = "Where the folder of drawn pictures goes (default: ${DEFAULT-VALUE}).")
    private Path project;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "exp",
            description = "The folder's name; a number is appended while it exists (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--nosave", description = "Draw nothing.")
    private boolean noSave;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        List<Path> pictures = Pictures.of(source);
        try (FrameDetector detector = Models.exact(config, Fit.DETECT, new SimpleMeterRegistry())) {
            Optional<Path> folder = noSave ? Optional.empty() : Optional.of(newFolder());
            int unusable = 0;
            try (Progress progress = Progress.of("predict", pictures.size())) {
                for (int i = 0; i < pictures.size(); i++) {
                    progress.update(i);
                    Path picture = pictures.get(i);
                    byte[] jpeg = Pictures.read(picture);
                    String number = "image " + (i + 1) + "/" + pictures.size() + " " + picture + ": ";
                    unusable += detector.detect(List.of(jpeg))
                            .frames()
                            .get(0)
                            .map(
                                    found -> found(number, picture, jpeg, found, folder),
                                    refused -> unusable(number, refused));
                }
            }
            folder.ifPresent(path -> common.output().say("pictures with boxes are in " + path));
            if (unusable > 0) {
                throw new UserError(unusable + " of " + pictures.size() + " pictures could not be used; see above");
            }
        }
    }

    /** Reports and draws what was found; 0 pictures could not be used. */
    private int found(String number, Path picture, byte[] jpeg, FrameOutcome.Found found, Optional<Path> folder) {
        report(number, picture, found);
        folder.ifPresent(path -> save(jpeg, found.detections(), path.resolve(picture.getFileName())));
        return 0;
    }

    /** Warns; 1 picture could not be used. */
    private int unusable(String number, FrameOutcome.Unusable refused) {
        common.output().warn(number + refused.reason());
        return 1;
    }

    private void report(String number, Path picture, FrameOutcome.Found found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("source", picture.toString());
        report.put("width", found.width());
        report.put("height", found.height());
        report.put("detections", found.detections());
        Output output = common.output();
        output.object(report);
        if (!output.isJson()) {
            output.say(number + found.width() + "x" + found.height() + " " + counts(found.detections()));
        }
    }

    /** Such as {@code 4 person, 1 bus}. */
    private static String counts(List<Detection> detections) {
        Map<String, Long> byLabel = detections.stream()
                .collect(Collectors.groupingBy(Detection::label, LinkedHashMap::new, Collectors.counting()));
        return byLabel.isEmpty()
                ? "nothing"
                : byLabel.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey())
                        .collect(Collectors.joining(", "));
    }

    private Path newFolder() {
        Path folder = project.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = project.resolve(name + i);
        }
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError(
                    "cannot make the folder " + folder + " (" + FileFault.inWords(e) + "); set --project", e);
        }
    }

    private static void save(byte[] jpeg, List<Detection> detections, Path file) {
        try {
            Files.write(file, Annotator.draw(jpeg, detections, ".jpg"));
        } catch (IOException e) {
            throw new UserError("cannot write " + file + " (" + FileFault.inWords(e) + "); check the disk", e);
        } catch (UnusableImageException e) {
            throw new IllegalStateException("a picture that was judged cannot be drawn on: " + file, e);
        }
    }
}
