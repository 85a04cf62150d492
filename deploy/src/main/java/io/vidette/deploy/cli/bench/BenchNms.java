package io.vidette.deploy.cli.bench;

import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.detector.nms.Candidates;
import io.vidette.detector.nms.NonMaxSuppression;
import io.vidette.detector.nms.ScoreThresholds;
import io.vidette.detector.nms.SuppressionRules;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Suppression alone, one round for each line on stdin, so that {@code src/test/oracle/bench_nms.py} can take turns. */
@Command(
        name = "nms",
        hidden = true,
        description = "Time non-maximum suppression on candidates in a file, one round for each line on stdin.")
final class BenchNms implements Runnable {
    /** Corners, score, class: 32-bit floats, little-endian. */
    private static final int FIELDS = 6;

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
            Candidates candidates = read();
            NonMaxSuppression suppression =
                    new NonMaxSuppression(SuppressionRules.greedy(iou, maxDetections), ScoreThresholds.of(0));
            while (turns.readLine() != null) {
                long start = System.nanoTime();
                int kept = suppression.apply(candidates).size();
                double millis = (System.nanoTime() - start) / 1e6;
                common.output().object(Map.of("millis", millis, "kept", kept));
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + boxes + " or stdin (" + FileFault.inWords(e) + "); check --boxes", e);
        }
    }

    private Candidates read() throws IOException {
        FloatBuffer rows = ByteBuffer.wrap(Files.readAllBytes(boxes))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        Candidates candidates = new Candidates();
        for (int i = 0; i + FIELDS <= rows.limit(); i += FIELDS) {
            candidates.add(rows.get(i), rows.get(i + 1), rows.get(i + 2), rows.get(i + 3), rows.get(i + 4), (int)
                    rows.get(i + 5));
        }
        return candidates;
    }
}
