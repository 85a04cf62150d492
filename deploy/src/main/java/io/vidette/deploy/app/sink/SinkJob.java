package io.vidette.deploy.app.sink;

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
import io.vidette.topology.sink.Webhook;
import io.vidette.topology.sink.WebhookSink;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A sink whose topic exists and whose group has its place. It owns its file.
 *
 * <p>Threading: {@link #run} and {@link #close} by one thread, all else by any.
 */
public final class SinkJob implements AutoCloseable {
    private final SinkRequest request;
    private final Optional<String> file;
    private final Optional<String> receiver;
    private final SinkCounts counts;
    private final Runnable run;
    private final Runnable stop;
    private final Runnable close;

    private SinkJob(
            SinkRequest request,
            Optional<String> file,
            Optional<String> receiver,
            SinkCounts counts,
            Runnable run,
            Runnable stop,
            Runnable close) {
        this.request = request;
        this.file = file;
        this.receiver = receiver;
        this.counts = counts;
        this.run = run;
        this.stop = stop;
        this.close = close;
    }

    /**
     * Prepares a sink that appends to a file.
     *
     * @throws io.vidette.topology.fault.UserError if topic or file cannot be used
     */
    public static SinkJob toFile(NodeConfig config, SinkOrder order, Path file) {
        String identity = file.toAbsolutePath().normalize().toString();
        SinkTarget target = new SinkTarget("jsonl", String.valueOf(file.getFileName()), identity);
        KafkaConnection connection = config.connection();
        SinkRequest request;
        LineSource source;
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            request = request(config, admin, order, target);
            source = new LineSource(
                    admin.clusterId(),
                    request.topic(),
                    admin.topicId(request.topic()).orElse(""));
        }
        JsonLinesFile lines = JsonLinesFile.open(file, source);
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            SinkStart.place(admin, request, lines, order.group().isEmpty());
            return lines(config, request, Optional.of(file.toString()), lines);
        } catch (RuntimeException | Error e) {
            lines.close();
            throw e;
        }
    }

    /** Prepares a sink that writes to stdout, which remembers nothing between runs unless the order names a group. */
    public static SinkJob toStdout(NodeConfig config, SinkOrder order) {
        // A group of its own, so that two such sinks do not share the partitions.
        SinkTarget target = new SinkTarget("jsonl", "stdout", UUID.randomUUID().toString());
        SinkRequest request = place(config, order, target);
        return lines(config, request, Optional.empty(), LineStream.stdout());
    }

    /**
     * Prepares a sink that posts to a web server.
     *
     * @throws io.vidette.topology.fault.UserError if the topic cannot be used
     */
    public static SinkJob toWebhook(NodeConfig config, SinkOrder order, WebhookReceiver receiver) {
        Webhook webhook = receiver.webhook();
        SinkRequest request =
                place(config, order, new SinkTarget("webhook", webhook.url().getHost(), receiver.address()));
        WebhookSink sink = new WebhookSink(config.connection(), config.topics().names(), request, webhook);
        Optional<String> host = Optional.of(receiver.toString());
        return new SinkJob(request, Optional.empty(), host, sink.counts(), sink::run, sink::stop, () -> {});
    }

    /** Forwards records until {@link #stop}, or until all are forwarded if the order says once. */
    public SinkReport run() {
        run.run();
        return SinkReport.of(request, file, receiver, counts);
    }

    /** Makes {@link #run} return soon. */
    public void stop() {
        stop.run();
    }

    /** Returns the counts, which grow while the sink runs. */
    public SinkCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        close.run();
    }

    private static SinkJob lines(NodeConfig config, SinkRequest request, Optional<String> file, LineTarget target) {
        JsonLinesSink sink =
                new JsonLinesSink(config.connection(), config.topics().names(), request, target);
        return new SinkJob(request, file, Optional.empty(), sink.counts(), sink::run, sink::stop, target::close);
    }

    private static SinkRequest place(NodeConfig config, SinkOrder order, SinkTarget target) {
        try (TopicAdmin admin = new TopicAdmin(config.connection())) {
            SinkRequest request = request(config, admin, order, target);
            SinkStart.place(admin, request);
            return request;
        }
    }

    private static SinkRequest request(NodeConfig config, TopicAdmin admin, SinkOrder order, SinkTarget target) {
        admin.ensure(TopicPlan.of(config.topics()));
        return new SinkTopics(config.topics().names(), admin::namesFrom).request(order, target);
    }
}
