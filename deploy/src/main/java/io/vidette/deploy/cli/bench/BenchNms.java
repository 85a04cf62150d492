package io.vidette.deploy.cli.bench;

import io.vidette.deploy.bench.NmsRun;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Suppression alone, one round for each line on stdin, so that {@code src/test/oracle/bench_nms.py} can take turns. */
@Command(
        name = "nms",
        hidden = true,
        description = "Time non-maximum suppression on candidates in a file, one round for each line on stdin.")
final class BenchNms implements Runnable {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--boxes",
            required = true,
            paramLabel = "FILE",
            description = "Rows of x1, y1, x2, y2, score, class.")
    private Path boxes;

    @Option(names = "--iou", defaultValue = "0.45", description = "Overlap (default: ${DEFAULT-VALUE}).")
    private float iou;

    @Option(names = "--max-det", defaultValue = "300", description = "Boxes kept (default: ${DEFAULT-VALUE}).")
    private int maxDetections;

    @Override
    public void run() {
        try (BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            NmsRun run = NmsRun.read(boxes, iou, maxDetections);
            while (turns.readLine() != null) {
                common.output().object(run.round());
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + boxes + " or stdin (" + FileFault.inWords(e) + "); check --boxes", e);
        }
    }
}
