package io.vidette.deploy.app.replay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vidette.deploy.app.ProgressListener;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.message.ModelId;
import io.vidette.topology.replay.Replay;
import io.vidette.topology.replay.ReplayRequest;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSpec;
import io.vidette.topology.topic.TopicState;
import io.vidette.topology.topic.Topics;
import java.util.List;

/**
 * A replay whose model is loaded. It owns the model.
 *
 * <p>Threading: {@link #stop} may be called by any thread, all else by one.
 */
public final class ReplayJob implements AutoCloseable {
    private static final int SHORT_HASH = 8;

    private final FrameDetector detector;
    private final ReplayRequest request;
    private final String topic;
    private final Replay replay;

    private ReplayJob(FrameDetector detector, ReplayRequest request, String topic, Replay replay) {
        this.detector = detector;
        this.request = request;
        this.topic = topic;
        this.replay = replay;
    }

    /**
     * Loads the model, which takes seconds, and looks for the frames.
     *
     * @throws UserError if the weights cannot be used or there is no frames topic
     */
    public static ReplayJob open(NodeConfig config, ReplayOrder order) {
        FrameDetector detector = Models.load(config, new SimpleMeterRegistry());
        try {
            return open(config, order, detector);
        } catch (RuntimeException | Error e) {
            detector.close();
            throw e;
        }
    }

    /**
     * Runs until the end of the range, or until {@link #stop}.
     *
     * @param listener receives the number of offsets done so far
     */
    public ReplayOutcome run(ProgressListener listener) {
        return ReplayOutcome.of(request, topic, replay.run(listener::passed));
    }

    /** Makes {@link #run} return soon, after the frames in the model are written and committed. */
    public void stop() {
        replay.stop();
    }

    @Override
    public void close() {
        detector.close();
    }

    private static ReplayJob open(NodeConfig config, ReplayOrder order, FrameDetector detector) {
        KafkaConnection connection = config.connection();
        Topics topics = config.topics().names();
        ReplayRequest request = request(config, order, detector.model());
        TopicSpec topic = topic(config, connection, request);
        Replay replay = new Replay(connection, topics, request, detector, () -> create(connection, topic));
        return new ReplayJob(detector, request, request.topic(topics), replay);
    }

    private static ReplayRequest request(NodeConfig config, ReplayOrder order, ModelId model) {
        return new ReplayRequest(
                order.name().orElseGet(() -> name(model)),
                model,
                config.model().inWords(),
                order.from(),
                order.fromText(),
                order.to(),
                order.cameras(),
                config.model().maxBatch(),
                order.restart());
    }

    /** Returns the name of a replay that was given none, such as {@code yolov5n-3f2a91c4}. */
    static String name(ModelId model) {
        String name = model.name().replaceAll("[^a-zA-Z0-9._-]", "-") + "-"
                + model.sha256().substring(0, SHORT_HASH);
        try {
            ReplayRequest.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()), e);
        }
        return name;
    }

    private static TopicSpec topic(NodeConfig config, KafkaConnection connection, ReplayRequest request) {
        String frames = config.topics().names().frames();
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            List<TopicState> found = admin.describe(List.of(frames));
            if (found.isEmpty()) {
                throw new UserError("there is no topic '" + frames + "' at " + connection.bootstrapServers()
                        + "; check --bootstrap-servers and --topic-prefix");
            }
            int partitions = found.get(0).partitions().size();
            return TopicPlan.replay(config.topics(), request.name(), partitions);
        }
    }

    private static void create(KafkaConnection connection, TopicSpec topic) {
        try (TopicAdmin admin = new TopicAdmin(connection)) {
            admin.ensure(List.of(topic));
        }
    }
}
