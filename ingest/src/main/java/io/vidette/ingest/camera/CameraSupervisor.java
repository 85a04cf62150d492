package io.vidette.ingest.camera;

import io.micrometer.core.instrument.MeterRegistry;
import io.vidette.ingest.ownership.CameraCrew;
import io.vidette.ingest.publish.FrameOutlet;
import io.vidette.ingest.publish.FrameOutlets;
import io.vidette.ingest.publish.StatusSink;
import io.vidette.ingest.source.SourceFactory;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cameras of this process, each with its own reader, so that no camera can delay another.
 * There is never more than one reader of a camera: a new one waits for the end of the old.
 *
 * <p>Threading: safe from any thread. Attaching returns at once; detaching waits for the readers, within a limit.
 */
public final class CameraSupervisor implements CameraCrew, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CameraSupervisor.class);

    private final SourceFactory sources;
    private final FrameOutlets outlets;
    private final StatusSink statuses;
    private final ReaderSettings settings;
    private final String node;
    private final MeterRegistry registry;
    private final Map<String, Post> posts = new HashMap<>();
    /** Totals of each camera that this node reads, or read until another node took it over. */
    private final Map<String, CameraTotals> totals = new HashMap<>();
    /** Readers that did not end in time, by camera. */
    private final Map<String, Thread> lingering = new HashMap<>();

    public CameraSupervisor(
            SourceFactory sources,
            FrameOutlets outlets,
            StatusSink statuses,
            ReaderSettings settings,
            String node,
            MeterRegistry registry) {
        this.sources = sources;
        this.outlets = outlets;
        this.statuses = statuses;
        this.settings = settings;
        this.node = node;
        this.registry = registry;
    }

    /** Begins to read a camera, or reads it by its new specification; the same specification again changes nothing. */
    @Override
    public synchronized void attach(String camera, CameraSpec spec) {
        Post post = posts.computeIfAbsent(camera, this::open);
        if (post.reader != null && post.spec != null && spec.isReadAs(post.spec)) {
            return;
        }
        Thread predecessor = post.reader == null ? lingering.remove(camera) : post.reader.thread();
        if (post.reader != null) {
            post.reader.requestStop();
        }
        post.spec = spec;
        post.reader =
                new CameraReader(camera, spec, sources, post.outlet, post.tally, post.status, settings, predecessor);
        post.reader.start();
    }

    /** Stops reading a camera whose specification cannot be used, and reports the reason in its status. */
    @Override
    public synchronized void refuse(String camera, String reason) {
        Post post = posts.get(camera);
        if (post != null) {
            stop(List.of(post), settings.drainTimeout());
        }
        Post refused = open(camera);
        refused.status.report(State.REFUSED, reason);
        posts.put(camera, refused);
    }

    /**
     * Stops reading cameras, all at the same time.
     *
     * @param farewell reason to publish with the state offline; empty if another node reports on the cameras now
     * @param drain whether their last frames may still be sent
     */
    @Override
    public synchronized void detach(Collection<String> cameras, Optional<String> farewell, boolean drain) {
        List<Post> leaving = new ArrayList<>();
        for (String camera : cameras) {
            Post post = posts.get(camera);
            if (post != null) {
                leaving.add(post);
            }
        }
        stop(leaving, drain ? settings.drainTimeout() : Duration.ZERO);
        for (Post post : leaving) {
            if (farewell.isPresent()) {
                post.status.report(State.OFFLINE, farewell.get());
                totals.remove(post.camera);
            } else {
                post.status.lastDrops();
            }
        }
    }

    /** The names of the cameras attached. */
    public synchronized Set<String> cameras() {
        return Set.copyOf(posts.keySet());
    }

    private void stop(List<Post> leaving, Duration drainLimit) {
        leaving.forEach(Post::requestStop);
        long end = System.nanoTime() + settings.detachTimeout().toNanos();
        for (Post post : leaving) {
            Thread left = post.await(end - System.nanoTime());
            if (left != null) {
                LOG.warn("camera '{}': its reader did not end within {}", post.camera, settings.detachTimeout());
                lingering.put(post.camera, left);
            }
        }
        long drainEnd = System.nanoTime() + drainLimit.toNanos();
        for (Post post : leaving) {
            post.outlet.release(Duration.ofNanos(Math.max(0, drainEnd - System.nanoTime())));
            post.tally.close();
            posts.remove(post.camera);
        }
    }

    private Post open(String camera) {
        CameraTally tally =
                new CameraTally(camera, totals.computeIfAbsent(camera, name -> new CameraTotals()), registry);
        return new Post(
                camera,
                tally,
                outlets.open(camera, tally),
                new StatusReporter(camera, node, tally, statuses, settings.statusInterval()));
    }

    @Override
    public void close() {
        detach(cameras(), Optional.of("node " + node + " has stopped"), true);
    }

    /** The state of a camera that survives a change of its specification, and its current reader. */
    private static final class Post {
        private final String camera;
        private final CameraTally tally;
        private final FrameOutlet outlet;
        private final StatusReporter status;
        private @Nullable CameraSpec spec;
        private @Nullable CameraReader reader;

        Post(String camera, CameraTally tally, FrameOutlet outlet, StatusReporter status) {
            this.camera = camera;
            this.tally = tally;
            this.outlet = outlet;
            this.status = status;
        }

        void requestStop() {
            if (reader != null) {
                reader.requestStop();
            }
        }

        /** Waits for the reader to end; returns its thread if it is still alive, else null. */
        @Nullable
        Thread await(long nanos) {
            if (reader == null) {
                return null;
            }
            Thread thread = reader.thread();
            try {
                // At least 1 ms: join(0) would wait indefinitely.
                thread.join(Math.max(1, nanos / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return thread.isAlive() ? thread : null;
        }
    }
}
