package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.Models;
import io.vidette.deploy.node.Node;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.deploy.node.Role;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a node until the process is asked to end. */
final class NodeCommand {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    private NodeCommand() {}

    /**
     * Starts a node and returns when it has stopped.
     *
     * @param data data directory of the node, locked while the node runs
     * @param embedded whether to start an embedded Kafka if no cluster is configured
     * @param started called once the node is running
     */
    static void run(
            ClusterOptions common,
            NodeConfig config,
            Path data,
            Set<Role> roles,
            boolean embedded,
            Consumer<Node> started) {
        if (roles.contains(Role.DETECT)) {
            Models.check(config);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Node node = new Node(config, DataDirectory.lock(data), common.secrets(config), roles, embedded);
        // Ctrl-C and SIGTERM end here: the JVM waits for its hooks, so the node stops in order.
        Thread hook = new Thread(
                () -> {
                    LOG.info("stopping");
                    close(node);
                    stopped.countDown();
                },
                "stop-node");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            node.start();
            started.accept(node);
        } catch (RuntimeException | Error e) {
            if (unhook(hook)) {
                close(node);
                throw e;
            }
            // The node was stopped while it started, so a failure is expected.
            LOG.debug("not started", e);
        }
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes the hook; false if the process is already ending, so that the hook runs. */
    private static boolean unhook(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (RuntimeException e) {
            LOG.warn("not everything stopped in order: {}", e.getMessage());
        }
    }
}
