package io.vidette.fault.chaos;

import io.vidette.fault.JavaProcess;
import io.vidette.fault.NodeProcess;
import io.vidette.topology.camera.CameraDirectory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.config.ByteSize;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.topic.TopicAdmin;
import io.vidette.topology.topic.TopicPlan;
import io.vidette.topology.topic.TopicSettings;
import io.vidette.topology.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Broker, ingest and detectors, each a process of its own, with a cable to the broker and a clock of its own. A camera for
 * each partition. The detectors have a {@link ControlledModel}, or are the product's own with given weights.
 */
final class Installation implements AutoCloseable {
    /** The processes. */
    enum Part {
        BROKER,
        INGEST,
        DETECT,
        SECOND;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where each finds the broker. */
    private static final Map<Part, String> ADDRESSES =
            Map.of(Part.INGEST, "127.0.0.2", Part.DETECT, "127.0.0.3", Part.SECOND, "127.0.0.4");

    private static final int PARTITIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path logs;
    private final Optional<String> weights;
    private final double fps;
    private final int port = NodeProcess.freePort();
    private final int controllerPort = NodeProcess.freePort();
    private final Topics topics = new Topics("chaos.");
    private final Optional<SmallDisk> disk;
    private final Map<Part, Cable> cables = new EnumMap<>(Part.class);
    private final Map<Part, FakeClock> clocks = new EnumMap<>(Part.class);
    private final Map<Part, JavaProcess> processes = new EnumMap<>(Part.class);
    private @Nullable NodeProcess second;
    private int started;

    /**
     * Nothing runs yet.
     *
     * @param weights of the product's own detectors
     * @param fps of each camera
     */
    Installation(Path directory, Path logs, Optional<String> weights, double fps) {
        this.directory = directory;
        this.logs = logs;
        this.weights = weights;
        this.fps = fps;
        this.disk = SmallDisk.mount(directory.resolve("disk"));
        for (Part part : Part.values()) {
            clocks.put(part, new FakeClock(directory.resolve(part.text() + ".clock")));
            ControlledModel.relieve(orders(part));
        }
    }

    /** Starts the broker, makes the topics, attaches the cameras and starts ingest and a detector. */
    void start() {
        try {
            open();
        } catch (RuntimeException | Error e) {
            System.err.println(logTails());
            close();
            throw e;
        }
    }

    private void open() {
        start(Part.BROKER);
        KafkaConnection kafka = connection();
        TopicSettings defaults = ConfigReader.defaults(TopicSettings.class);
        TopicSettings settings = new TopicSettings(
                topics.prefix(),
                PARTITIONS,
                1,
                defaults.framesRetention(),
                ByteSize.mebibytes(256),
                defaults.detectionsRetention(),
                defaults.eventsRetention(),
                defaults.deadLettersRetention());
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            admin.ensure(TopicPlan.of(settings));
        }
        CameraDirectory cameraDirectory = new CameraDirectory(kafka, topics);
        cameras()
                .forEach(camera -> cameraDirectory.put(
                        camera, CameraSpec.of("synthetic:?size=160x120&fps=" + fps + "&seed=" + camera.hashCode())));
        ADDRESSES.forEach((part, address) -> {
            cables.put(part, new Cable(address, port));
            hosts(part, address);
        });
        start(Part.DETECT);
        start(Part.INGEST);
    }

    /** For an observer whom no fault of the network reaches. */
    KafkaConnection connection() {
        return new KafkaConnection(servers(), Map.of(), PATIENCE);
    }

    String servers() {
        return "localhost:" + port;
    }

    Topics topics() {
        return topics;
    }

    /** A camera for each partition. */
    Set<String> cameras() {
        Map<Integer, String> names = new TreeMap<>();
        for (int i = 0; names.size() < PARTITIONS; i++) {
            String name = "camera-" + i;
            names.putIfAbsent(
                    BuiltInPartitioner.partitionForKey(name.getBytes(StandardCharsets.UTF_8), PARTITIONS), name);
        }
        return Set.copyOf(names.values());
    }

    /** Lets the cameras end in order. */
    void detachCameras() {
        CameraDirectory cameraDirectory = new CameraDirectory(connection(), topics);
        cameras().forEach(cameraDirectory::remove);
    }

    Optional<SmallDisk> disk() {
        return disk;
    }

    Cable cable(Part part) {
        return Objects.requireNonNull(cables.get(part));
    }

    FakeClock clock(Part part) {
        return Objects.requireNonNull(clocks.get(part));
    }

    /** Where the model of a detector takes orders. */
    Path orders(Part part) {
        return directory.resolve(part.text() + ".orders");
    }

    /** Whether the model takes orders at all. */
    boolean isControlled() {
        return weights.isEmpty();
    }

    JavaProcess process(Part part) {
        return Objects.requireNonNull(processes.get(part), part + " was not started");
    }

    boolean runs(Part part) {
        JavaProcess process = processes.get(part);
        return process != null && process.isAlive();
    }

    /** Starts it; does not wait until it does its work. */
    void start(Part part) {
        Path log = logs.resolve(part.text() + "-" + started++ + ".log");
        // Orders were for the model of the process before.
        ControlledModel.relieve(orders(part));
        processes.put(
                part,
                switch (part) {
                    case BROKER ->
                        JavaProcess.start(
                                log,
                                LoneBroker.class,
                                List.of(clock(part).option()),
                                LoneBroker.arguments(kafka(), port, controllerPort));
                    case INGEST ->
                        node(log, part, List.of("run", "ingest", "--set", "ingest.statusInterval=1s"))
                                .process();
                    case DETECT, SECOND -> detector(log, part);
                });
    }

    private JavaProcess detector(Path log, Part part) {
        if (weights.isPresent()) {
            NodeProcess node = node(log, part, List.of("run", "detect", "--weights", weights.get()));
            if (part == Part.SECOND) {
                second = node;
            }
            return node.process();
        }
        return JavaProcess.start(
                log,
                ControlledDetector.class,
                virtualMachine(part),
                ControlledDetector.arguments(
                        servers(), topics, directory.resolve(part.text()), part.text(), orders(part)));
    }

    private NodeProcess node(Path log, Part part, List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--data", directory.resolve(part.text()).toString()));
        arguments.addAll(List.of("--bootstrap-servers", servers(), "--topic-prefix", topics.prefix()));
        return NodeProcess.start(log, virtualMachine(part), arguments);
    }

    /** Whether the product's own second detector has judged a frame. */
    boolean secondJudges() {
        return second != null && second.metric("vidette_detect_verdicts_total") > 0;
    }

    /** Ends what is left of it, and starts it again. */
    void restart(Part part) {
        process(part).kill();
        start(part);
    }

    /** Fails when a process that should run has ended. */
    void check() {
        processes.forEach((part, process) -> {
            if (!process.isAlive()) {
                throw new AssertionError(part + " has ended; " + process.logTail());
            }
        });
    }

    /** No longer expected to run. */
    void forget(Part part) {
        processes.remove(part);
    }

    /** What each process said last. */
    String logTails() {
        StringBuilder tails = new StringBuilder();
        processes.values().forEach(process -> tails.append(process.logTail()).append('\n'));
        return tails.toString();
    }

    /** Copies what the broker wrote of its groups beside the logs: whether it read that right is seen there. */
    void keepGroups() {
        try (Stream<Path> partitions = Files.list(kafka())) {
            for (Path partition : partitions
                    .filter(path -> path.getFileName().toString().startsWith("__consumer_offsets-"))
                    .toList()) {
                Path copy = Files.createDirectories(logs.resolve(partition.getFileName()));
                try (Stream<Path> files = Files.list(partition)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        } catch (IOException e) {
            System.err.println("what the broker wrote of its groups could not be copied: " + e);
        }
    }

    private Path kafka() {
        return disk.map(SmallDisk::directory).orElse(directory).resolve("kafka");
    }

    /** What the threads of each process do now. */
    String stacks() {
        StringBuilder stacks = new StringBuilder();
        processes.forEach((part, process) ->
                stacks.append(part).append(":\n").append(process.stacks()).append('\n'));
        return stacks.toString();
    }

    private List<String> virtualMachine(Part part) {
        return List.of(
                "-Djdk.net.hosts.file=" + directory.resolve(part.text() + ".hosts"),
                clock(part).option());
    }

    /** For this process the broker's name is the near end of its cable. */
    private void hosts(Part part, String address) {
        try {
            String own = InetAddress.getLocalHost().getHostName();
            Files.writeString(
                    directory.resolve(part.text() + ".hosts"), address + " localhost\n127.0.0.1 " + own + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for what a fault needs to have happened. */
    void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Override
    public void close() {
        processes.values().forEach(JavaProcess::close);
        cables.values().forEach(Cable::close);
        disk.ifPresent(SmallDisk::close);
    }
}
