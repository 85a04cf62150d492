package io.vidette.deploy.cli.sink;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.UntilStopped;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.sink.JsonLinesFile;
import io.vidette.topology.sink.JsonLinesSink;
import io.vidette.topology.sink.LineSource;
import io.vidette.topology.sink.LineStream;
import io.vidette.topology.sink.LineTarget;
import io.vidette.topology.sink.SinkCounts;
import io.vidette.topology.sink.SinkRequest;
import io.vidette.topology.sink.SinkStart;
import io.vidette.topology.topic.TopicAdmin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
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
            "FILE.position says how far the file reaches; what a crash left unfinished is cut off and read again.",
            "Rotation is left to others: stop this, move the file (its .position stays), start it again."
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
            description = "Where the lines go; - for stdout, which remembers nothing unless --group is given.")
    private String out;

    @Override
    public void run() {
        if (out.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--out names no file; give one, or - for stdout");
        }
        NodeConfig config = common.load();
        KafkaConnection connection = config.connection();
        boolean toStdout = out.equals(STDOUT);
        Path file = Path.of(out);
        SinkRequest request;
        LineSource source;
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            // Two that look at stdout are not to share the partitions.
            String hashed = toStdout
                    ? UUID.randomUUID().toString()
                    : file.toAbsolutePath().normalize().toString();
            request = options.prepare(
                    config, admin, "jsonl", toStdout ? "stdout" : String.valueOf(file.getFileName()), hashed);
            source = new LineSource(
                    admin.clusterId(),
                    request.topic(),
                    admin.topicId(request.topic()).orElse(""));
            if (toStdout) {
                SinkStart.place(admin, request);
            }
        }
        if (toStdout) {
            run(config, request, LineStream.stdout());
            return;
        }
        try (JsonLinesFile lines = JsonLinesFile.open(file, source)) {
            try (TopicAdmin admin = new TopicAdmin(connection)) {
                SinkStart.place(admin, request, lines, options.hasOwnGroup());
            }
            run(config, request, lines);
        }
    }

    private void run(NodeConfig config, SinkRequest request, LineTarget target) {
        JsonLinesSink sink =
                new JsonLinesSink(config.connection(), config.topics().names(), request, target);
        UntilStopped.run(
                "sink",
                () -> {
                    try (SinkProgress progress = new SinkProgress("sink", sink.counts())) {
                        sink.run();
                    }
                    report(request, sink.counts());
                },
                sink::stop);
    }

    private void report(SinkRequest request, SinkCounts counts) {
        if (out.equals(STDOUT)) {
            spec.commandLine().getErr().println(counts);
            return;
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("topic", request.topic());
        report.put("group", request.group());
        report.put("file", out);
        report.putAll(counts.report());
        common.output().object(report);
        common.output().say(request.topic() + " to " + out + ": " + counts);
    }
}
