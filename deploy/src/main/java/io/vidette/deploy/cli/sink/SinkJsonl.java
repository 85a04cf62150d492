package io.vidette.deploy.cli.sink;

import io.vidette.deploy.app.sink.SinkJob;
import io.vidette.deploy.app.sink.SinkOrder;
import io.vidette.deploy.app.sink.SinkReport;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.UntilStopped;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.sink.SinkCounts;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records to a file. */
@Command(
        name = "jsonl",
        description = {
            "Append records to a file, one JSON object a line, in order for each camera, each once.",
            "FILE.position stores the position; an incomplete end after a crash is truncated and written again.",
            "Files are not rotated: to rotate, stop, move the file but keep its .position, and start again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette sink jsonl --out events.jsonl --from earliest",
            "  vidette sink jsonl --out - --class person,car --type new",
            "  vidette sink jsonl --topic detections --camera gate --out gate.jsonl --from earliest --once"
        })
final class SinkJsonl implements Runnable {
    private static final String STDOUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Mixin
    private SinkOptions options;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File to append to; - for stdout, which stores no position unless --group is given.")
    private String out;

    @Override
    public void run() {
        if (out.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--out names no file; give one, or - for stdout");
        }
        SinkOrder order = options.order();
        NodeConfig config = common.load();
        try (SinkJob job =
                out.equals(STDOUT) ? SinkJob.toStdout(config, order) : SinkJob.toFile(config, order, Path.of(out))) {
            UntilStopped.run("sink", () -> report(SinkProgress.show(job), job.counts()), job::stop);
        }
    }

    private void report(SinkReport report, SinkCounts counts) {
        if (out.equals(STDOUT)) {
            spec.commandLine().getErr().println(counts);
            return;
        }
        common.output().object(report);
        common.output().say(report.topic() + " to " + out + ": " + counts);
    }
}
