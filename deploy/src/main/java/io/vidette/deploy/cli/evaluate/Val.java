package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.app.evaluate.FileEvaluation;
import io.vidette.deploy.app.evaluate.FileReport;
import io.vidette.deploy.app.evaluate.NetworkEvaluation;
import io.vidette.deploy.app.evaluate.NetworkFiles;
import io.vidette.deploy.app.evaluate.NetworkReport;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.WeightsOptions;
import io.vidette.deploy.cli.output.LateProgress;
import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.dataset.DataSet;
import io.vidette.trainer.dataset.DataSetReader;
import io.vidette.trainer.report.RunFolder;
import io.vidette.trainer.validation.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Evaluates a network on labelled pictures, or existing detections against ground truth. */
@Command(
        name = "val",
        description = {
            "Evaluate a network on labelled pictures: precision, recall, F1 and mAP as YOLOv5 computes them, COCO's"
                    + " twelve figures, Pascal VOC's average precision, confusion matrix, curves and speed. Defaults are"
                    + " those of YOLOv5's val.py: confidence 0.001, IoU 0.6, 300 boxes per picture, multi-label.",
            "With --gt and --dt, compare detections in files with ground truth instead: COCO's figures for JSON, Pascal"
                    + " VOC's for folders of text files."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette val --data coco128.yaml --weights yolov5n.pt",
            "  vidette val --data VOC2007 --split test --weights best.pt --json",
            "  vidette val --data instances_val2017.json --images val2017 --weights best.pt",
            "  vidette val --gt instances_val2017.json --dt detections.json",
            "  vidette val --gt groundtruths --dt detections --iou 0.3,0.5 --json"
        })
public final class Val implements Runnable {
    private static final Path RUNS = Path.of("runs/val");

    @Spec
    private CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Labelled pictures: YOLO's data.yaml, a folder of Pascal VOC, or COCO's JSON.")
    private @Nullable Path data;

    @Mixin
    private WeightsOptions weights;

    @Option(
            names = {"--split", "--task"},
            paramLabel = "NAME",
            defaultValue = "val",
            description = "Part of the data set: train, val or test (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of the pictures of COCO's JSON, if they are not beside it.")
    private @Nullable Path images;

    @Option(
            names = {"--batch-size", "--batch"},
            paramLabel = "N",
            description = "Pictures per batch (key: model.maxBatch).")
    private @Nullable String batch;

    @Option(names = "--max-det", paramLabel = "N", description = "Boxes kept for a picture (key: model.maxDetections).")
    private @Nullable String maxDetections;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for charts and figures (default: the next free runs/val/N).")
    private @Nullable Path out;

    @Option(names = "--nosave", description = "Write no files.")
    private boolean noSave;

    @Option(
            names = "--gt",
            paramLabel = "PATH",
            description = "Ground truth: COCO JSON, or a folder of text files with class left top width height.")
    private @Nullable Path truth;

    @Option(
            names = "--dt",
            paramLabel = "PATH",
            description = "Detections: COCO JSON, or a folder of text files with class score left top width height.")
    private @Nullable Path found;

    @Option(
            names = {"--iou", "--iou-thres"},
            split = ",",
            paramLabel = "IOU",
            description =
                    "With --data: IoU above which a box is suppressed (default: 0.6). With folders: IoUs that make a"
                            + " match (default: 0.5).")
    private List<Double> overlaps = new ArrayList<>();

    @Override
    public void run() {
        LabelWarnings warnings = new LabelWarnings(common.output(), common.isVerbose());
        Path givenData = data;
        Path givenTruth = truth;
        Path givenFound = found;
        if (givenData == null && givenTruth != null && givenFound != null) {
            List<Double> matches = overlaps.isEmpty() ? List.of(0.5) : overlaps;
            show(FileEvaluation.evaluate(givenTruth, givenFound, matches), warnings);
        } else if (givenData != null && givenTruth == null && givenFound == null) {
            NodeConfig config = common.load(NetworkEvaluation.DEFAULTS, overrides());
            DataSet set = DataSetReader.open(givenData, split, Optional.ofNullable(images));
            evaluate(config, set, warnings);
        } else {
            throw new ParameterException(
                    command.commandLine(),
                    "give labelled pictures with --data and a network with --weights, or ground truth and detections in"
                            + " files with --gt and --dt");
        }
    }

    private void show(FileReport figures, LabelWarnings warnings) {
        figures.handle(
                coco -> {
                    warnings.warn(coco.problems());
                    FileText.print(coco, common.output());
                },
                pascal -> FileText.print(pascal, common.output()));
    }

    private void evaluate(NodeConfig config, DataSet set, LabelWarnings warnings) {
        Output output = common.output();
        try (NetworkEvaluation evaluation = NetworkEvaluation.open(config, set)) {
            evaluation.warnings().forEach(output::warn);
            RunFolder folder = folder();
            Validation run;
            try (LateProgress progress = new LateProgress("val")) {
                run = evaluation.run(progress::passed);
            }
            warnings.warn(run.problems());
            NetworkReport report = evaluation.report(run, folder);
            new NetworkText(report).to(output);
            save(report, output);
        }
    }

    private static void save(NetworkReport report, Output output) {
        Optional<String> problem = NetworkFiles.write(report);
        if (problem.isPresent()) {
            output.warn(problem.get());
        } else {
            report.folder().path().ifPresent(path -> output.say("curves, confusion matrix and figures are in " + path));
        }
    }

    private RunFolder folder() {
        return noSave ? RunFolder.none() : RunFolder.of(Optional.ofNullable(out), RUNS);
    }

    private List<ConfigOverride> overrides() {
        if (overlaps.size() > 1) {
            throw new UserError("--iou takes several overlaps only with --gt and --dt; give one");
        }
        List<ConfigOverride> overrides = weights.overrides();
        overlaps.forEach(overlap -> CommonOptions.add(overrides, "model.iou", overlap.toString(), "--iou"));
        CommonOptions.add(overrides, "model.maxBatch", batch, "--batch-size");
        CommonOptions.add(overrides, "model.maxDetections", maxDetections, "--max-det");
        return overrides;
    }
}
