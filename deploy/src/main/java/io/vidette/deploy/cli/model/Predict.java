package io.vidette.deploy.cli.model;

import io.vidette.deploy.app.model.NumberedFolder;
import io.vidette.deploy.app.model.PicturePredictor;
import io.vidette.deploy.app.model.PictureResult;
import io.vidette.deploy.app.model.Pictures;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.ModelOptions;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.cli.output.Progress;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.Detection;
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
        description = "Detect objects in pictures, draw their boxes, and report them.",
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
            description = "Parent folder of the output folder (default: ${DEFAULT-VALUE}).")
    private Path project;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "exp",
            description = "Name of the output folder; a number is appended if it exists (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--nosave", description = "Draw nothing.")
    private boolean noSave;

    @Override
    public void run() {
        NodeConfig config = common.load(model.overrides());
        List<Path> pictures = Pictures.of(source);
        try (PicturePredictor predictor = PicturePredictor.open(config)) {
            Optional<Path> folder = noSave ? Optional.empty() : Optional.of(NumberedFolder.create(project, name));
            int unusable = predict(predictor, pictures, folder);
            folder.ifPresent(path -> common.output().say("pictures with boxes are in " + path));
            if (unusable > 0) {
                throw new UserError(unusable + " of " + pictures.size() + " pictures could not be used; see above");
            }
        }
    }

    /** Returns how many pictures could not be used. */
    private int predict(PicturePredictor predictor, List<Path> pictures, Optional<Path> folder) {
        int unusable = 0;
        try (Progress progress = Progress.of("predict", pictures.size())) {
            for (int i = 0; i < pictures.size(); i++) {
                progress.update(i);
                String number = "image " + (i + 1) + "/" + pictures.size() + " " + pictures.get(i) + ": ";
                unusable += predictor
                        .predict(pictures.get(i), folder)
                        .map(found -> report(number, found), refused -> warn(number, refused));
            }
        }
        return unusable;
    }

    /** Returns 0: the picture could be used. */
    private int report(String number, PictureResult.Found found) {
        Output output = common.output();
        output.object(found);
        if (!output.isJson()) {
            output.say(number + found.width() + "x" + found.height() + " " + counts(found.detections()));
        }
        return 0;
    }

    /** Returns 1: the picture could not be used. */
    private int warn(String number, PictureResult.Unusable refused) {
        common.output().warn(number + refused.reason());
        return 1;
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
}
