package io.vidette.deploy.app.model;

import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.diff.DiffReport;
import io.vidette.topology.diff.DiffRequest;
import io.vidette.topology.diff.VerdictDiff;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.stream.Collectors;

/** Compares what two models found on the same frames. */
public final class ModelComparison {
    private final KafkaConnection connection;
    private final Topics topics;

    public ModelComparison(NodeConfig config) {
        this.connection = config.connection();
        this.topics = config.topics().names();
    }

    /**
     * Reads the verdicts of both sides once.
     *
     * @param listener receives the number of offsets done so far
     * @throws UserError if a side is not there, or both have no frame in common
     */
    public DiffOutcome run(DiffOrder order, ProgressListener listener) {
        DiffRequest request = order.request(topics);
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            List<String> replays = admin.namesFrom(topics.replay(""));
            check(admin, replays, order.a(), request.topicA());
            check(admin, replays, order.b(), request.topicB());
        }
        return outcome(order, new VerdictDiff(connection, request).run(listener::passed));
    }

    /**
     * Draws the most different frames of an outcome.
     *
     * @throws UserError if Kafka cannot be read
     */
    public DifferenceSheet sheet(DiffOutcome outcome) {
        return DifferenceSheet.draw(connection, outcome);
    }

    static DiffOutcome outcome(DiffOrder order, DiffReport report) {
        List<String> warnings = missingCameras(order, report);
        if (report.both() == 0) {
            throw new UserError("'" + order.a() + "' and '" + order.b()
                    + "' have no frame in common that both models processed; " + report.outside()
                    + " verdicts lie outside of what both have");
        }
        return DiffOutcome.of(order, report, warnings);
    }

    /** Cameras without a verdict are misspelt, or were not replayed. */
    private static List<String> missingCameras(DiffOrder order, DiffReport report) {
        List<String> missing = report.missing();
        if (missing.isEmpty()) {
            return List.of();
        }
        String what = "neither '" + order.a() + "' nor '" + order.b() + "' has a verdict of "
                + (missing.size() == 1 ? "camera " : "cameras ")
                + missing.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                + (report.others().isEmpty() ? "" : "; others there are: " + String.join(", ", report.others()));
        if (missing.size() == order.cameras().size()) {
            throw new UserError(what);
        }
        return List.of(what);
    }

    private void check(TopicAdmin admin, List<String> replays, String name, String topic) {
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
}
