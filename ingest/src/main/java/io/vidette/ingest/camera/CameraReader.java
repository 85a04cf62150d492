package io.vidette.ingest.camera;

import io.vidette.ingest.picture.PicturePreparer;
import io.vidette.ingest.picture.PicturePreparer.Picture;
import io.vidette.ingest.publish.DropReason;
import io.vidette.ingest.publish.FrameOutlet;
import io.vidette.ingest.source.FrameSource;
import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.ingest.source.SourceFactory;
import io.vidette.ingest.source.SourceFrame;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraSpec.Pace;
import io.vidette.topology.camera.CameraStatus.State;
import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one camera until it is stopped: opens, decodes, samples, scales, encodes, publishes, and restarts after any
 * failure.
 *
 * <p>Threading: owns the thread {@code ingest-NAME-read}, on which everything happens. {@link #requestStop} comes from
 * others and interrupts even native calls.
 */
final class CameraReader {
    private static final Logger LOG = LoggerFactory.getLogger(CameraReader.class);
    private static final Duration ROOM_CHECK = Duration.ofMillis(200);

    private final String camera;
    private final CameraSpec spec;
    private final SourceFactory sources;
    private final FrameOutlet outlet;
    private final CameraTally tally;
    private final StatusReporter status;
    private final ReaderSettings settings;
    private final @Nullable Thread predecessor;
    private final Backoff backoff;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable FrameSource open;
    private long sequence;
    private long streamingSinceNanos;
    private boolean streaming;
    private boolean attempted;

    /** Waits for {@code predecessor}, the thread of an earlier reader of the same camera, before it reads. */
    CameraReader(
            String camera,
            CameraSpec spec,
            SourceFactory sources,
            FrameOutlet outlet,
            CameraTally tally,
            StatusReporter status,
            ReaderSettings settings,
            @Nullable Thread predecessor) {
        this.camera = camera;
        this.spec = spec;
        this.sources = sources;
        this.outlet = outlet;
        this.tally = tally;
        this.status = status;
        this.settings = settings;
        this.predecessor = predecessor;
        this.backoff = new Backoff(settings.backoffBase(), RandomGenerator.getDefault());
        this.thread = new Thread(this::run, "ingest-" + camera + "-read");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Returns at once; the thread ends soon after. */
    void requestStop() {
        stop.countDown();
        FrameSource source = open;
        if (source != null) {
            source.abort();
        }
    }

    private void run() {
        try {
            if (predecessor != null) {
                predecessor.join();
            }
            while (!stopped()) {
                SourceException failure = readUntilFailure();
                if (stopped() || !settle(failure)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports the failure and waits; returns false if there is nothing more to read. */
    private boolean settle(SourceException failure) throws InterruptedException {
        if (streaming
                && System.nanoTime() - streamingSinceNanos
                        > settings.stablePeriod().toNanos()) {
            backoff.reset();
        }
        streaming = false;
        status.report(
                switch (failure.kind()) {
                    case REFUSED -> State.REFUSED;
                    case STALLED -> State.STALLED;
                    case UNREACHABLE, ENDED, ABORTED -> State.OFFLINE;
                },
                String.valueOf(failure.getMessage()));
        if (failure.kind() == Kind.ENDED) {
            return false;
        }
        Duration limit = failure.kind() == Kind.REFUSED ? settings.refusedBackoffMax() : settings.backoffMax();
        boolean stopped = stop.await(backoff.next(limit).toMillis(), TimeUnit.MILLISECONDS);
        if (!stopped && failure.kind() != Kind.REFUSED) {
            // A refused camera keeps this state during retries, so that the user sees what to fix.
            status.report(State.CONNECTING, "connecting again after: " + failure.getMessage());
        }
        return !stopped;
    }

    private SourceException readUntilFailure() throws InterruptedException {
        if (!attempted) {
            attempted = true;
            status.report(State.CONNECTING, "connecting for the first time");
        }
        tally.connected();
        try (FrameSource source = sources.create(spec);
                PicturePreparer preparer = new PicturePreparer(spec.maxSide(), spec.jpegQuality());
                MotionFilter motion = new MotionFilter(spec.motion())) {
            open = source;
            if (stopped()) {
                source.abort();
            }
            source.open();
            FrameSampler sampler = new FrameSampler(spec.fps());
            while (true) {
                handle(source.next(() -> tally.dropped(DropReason.CORRUPT)), sampler, motion, preparer);
            }
        } catch (SourceException e) {
            return e;
        } catch (RuntimeException | LinkageError e) {
            // A failure of one camera must not end its thread silently or affect other cameras.
            LOG.error("camera '{}': reader failed", camera, e);
            return new SourceException(
                    Kind.REFUSED, "the reader failed (" + e.getClass().getSimpleName() + "); see the node's log");
        } finally {
            open = null;
        }
    }

    private void handle(SourceFrame frame, FrameSampler sampler, MotionFilter motion, PicturePreparer preparer)
            throws InterruptedException {
        long begin = System.nanoTime();
        if (!streaming) {
            streaming = true;
            streamingSinceNanos = begin;
        }
        tally.readFrame();
        frame.clockOffset().ifPresent(tally::clockOffset);
        if (sampler.picks(frame.ptsMicros())) {
            if (motion.picks(frame)) {
                Picture picture = preparer.prepare(frame);
                outlet.offer(headers(frame, picture), picture.jpeg());
                tally.prepared(Duration.ofNanos(System.nanoTime() - begin));
            } else {
                tally.still();
            }
        }
        status.streaming();
        while (spec.pace() == Pace.FAST && !stopped() && !outlet.awaitRoom(ROOM_CHECK)) {
            // The source can wait for Kafka; a camera could not.
        }
    }

    private FrameHeaders headers(SourceFrame frame, Picture picture) {
        return new FrameHeaders(
                sequence++,
                frame.capturedAt(),
                frame.clock(),
                picture.size().width(),
                picture.size().height(),
                picture.source().width(),
                picture.source().height(),
                frame.ptsMicros());
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }
}
