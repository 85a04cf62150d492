package io.vidette.fault;

import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes of one test. None outlives it. Their logs are kept in {@code target/faults}, and shown when the test
 * fails.
 */
final class Nodes implements BeforeEachCallback, AfterEachCallback {
    /** A model that takes as long as a good one on a good machine. */
    static final String WEIGHTS = "simulated:2ms";

    /** What verdicts call it. */
    static final ModelId MODEL = new ModelId(WEIGHTS, "0".repeat(64));

    private final List<NodeProcess> started = new ArrayList<>();
    private Path logs = Path.of("target", "faults");

    @Override
    public void beforeEach(ExtensionContext test) {
        logs = Path.of("target", "faults", test.getRequiredTestClass().getSimpleName());
    }

    /** A node of one role against a cluster. Started again with the same name and data, it is the same node again. */
    NodeProcess run(String role, String name, Path data, KafkaConnection kafka, Topics topics) {
        List<String> arguments = new ArrayList<>(List.of("run", role));
        arguments.addAll(List.of("--data", data.resolve(name).toString()));
        arguments.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        arguments.addAll(List.of("--topic-prefix", topics.prefix()));
        if (role.equals("detect")) {
            arguments.addAll(List.of("--weights", WEIGHTS));
        }
        return start(name, arguments);
    }

    /** Any command that keeps running. */
    NodeProcess start(String name, List<String> arguments) {
        NodeProcess node = NodeProcess.start(logs.resolve(name + "-" + started.size() + ".log"), arguments);
        started.add(node);
        return node;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            started.forEach(node -> System.err.println(node.logTail()));
        }
        started.forEach(NodeProcess::close);
        started.clear();
    }
}
