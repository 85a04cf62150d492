package io.vidette.fault.chaos;

import io.vidette.guarantee.VerdictNamesItsModel;
import io.vidette.topology.detect.BatchOutcome;
import io.vidette.topology.detect.FrameDetector;
import io.vidette.topology.detect.FrameOutcome;
import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.ModelId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A model that takes a millisecond per frame and signs what it finds, until a file tells it to be slow, to throw, or to
 * fail in a way that ends the thread that waits for it.
 */
final class ControlledModel implements FrameDetector {
    /** So that one order ends a thread once, not each that takes its place. */
    private static final Duration DYING = Duration.ofMillis(20);

    private static final Duration USUAL = Duration.ofMillis(1);

    private final ModelId id;
    private final Path orders;
    private String dying = "";
    private long dyingSince;

    ControlledModel(String name, Path orders) {
        this.id = id(name);
        this.orders = orders;
    }

    /** What verdicts call it. */
    static ModelId id(String name) {
        return new ModelId(name, "c".repeat(64));
    }

    /** From now on as usual. */
    static void relieve(Path orders) {
        order(orders, "usual");
    }

    /** From now on so much time for each frame. */
    static void slow(Path orders, Duration perFrame) {
        order(orders, "slow " + perFrame.toMillis());
    }

    /** From now on an exception for every batch. */
    static void fail(Path orders) {
        order(orders, "fail");
    }

    /** Once, the thread that waits for a verdict gets an exception instead. */
    static void die(Path orders) {
        order(orders, "die " + System.nanoTime());
    }

    private static void order(Path orders, String text) {
        try {
            Path next = orders.resolveSibling(orders.getFileName() + ".next");
            Files.writeString(next, text);
            // In one step: the model reads at any moment.
            Files.move(next, orders, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ModelId model() {
        String order = read();
        if (order.startsWith("die") && isDying(order)) {
            throw new IllegalStateException("told to die");
        }
        return id;
    }

    private synchronized boolean isDying(String order) {
        long now = System.nanoTime();
        if (!order.equals(dying)) {
            dying = order;
            dyingSince = now;
        }
        return now - dyingSince < DYING.toNanos();
    }

    @Override
    public BatchOutcome detect(List<byte[]> jpegs) {
        String order = read();
        if (order.equals("fail")) {
            throw new IllegalStateException("told to fail");
        }
        long perFrame = order.startsWith("slow ")
                ? Duration.ofMillis(Long.parseLong(order.substring("slow ".length())))
                        .toNanos()
                : USUAL.toNanos();
        long end = System.nanoTime() + perFrame * jpegs.size();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Detection signature = new Detection(0, VerdictNamesItsModel.SIGNATURE + id.name(), 1, new Box(0, 0, 1, 1));
        return new BatchOutcome(
                model(),
                jpegs.stream()
                        .<FrameOutcome>map(jpeg -> new FrameOutcome.Found(1, 1, List.of(signature)))
                        .toList());
    }

    private String read() {
        try {
            return Files.readString(orders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
