package io.vidette.fault.chaos;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.topology.detect.AdmissionPolicy;
import io.vidette.topology.detect.DetectConfig;
import io.vidette.topology.detect.DetectService;
import io.vidette.topology.stream.StreamsNode;
import io.vidette.topology.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The detect role of a node with a {@link ControlledModel}, as a process. Stops in order when it is asked to end. */
final class ControlledDetector {
    private ControlledDetector() {}

    /** @param orders file of the model */
    static List<String> arguments(String servers, Topics topics, Path data, String name, Path orders) {
        return List.of(servers, topics.prefix(), data.toString(), name, orders.toString());
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Object> client = Map.of("bootstrap.servers", arguments[0]);
        String name = arguments[3];
        DetectService detect = DetectService.start(
                new StreamsNode(client, new Topics(arguments[1]), name, Path.of(arguments[2]), 1),
                new ControlledModel(name, Path.of(arguments[4])),
                DetectConfig.defaults(),
                AdmissionPolicy.EVERY,
                new SimpleMeterRegistry());
        Runtime.getRuntime().addShutdownHook(new Thread(detect::close, "stop-detect"));
        Thread.currentThread().join();
    }
}
