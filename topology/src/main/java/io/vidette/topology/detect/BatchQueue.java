package io.vidette.topology.detect;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames of all stream threads that wait for a batch or are in one, and the limit on their number. A batch is ready
 * when it is full, when the oldest frame has waited for the longest allowed delay, or at once when a {@link Lane}
 * drains.
 *
 * <p>Threading: it and its lanes may be used from any thread.
 */
final class BatchQueue {
    /**
     * Maximum work to keep in flight: a commit waits for it, and so do the readers of verdicts. It is far below the ten
     * seconds after which Kafka aborts a transaction.
     */
    private static final double MAX_IN_FLIGHT_NANOS = 500e6;
    /** Weight of the newest batch in the running estimate of the time a frame takes. */
    private static final double NEWEST = 0.2;

    record Waiting(
            Lane lane,
            Frame frame,
            long sinceNanos,
            SkipRule.TimeLeft timeLeft,
            CompletableFuture<FrameResult> result) {
        int partition() {
            return frame.id().partition();
        }

        /** Why it is skipped if its batch leaves at this time. */
        Optional<Skip> skip(long nowNanos) {
            return timeLeft.skip(nowNanos - sinceNanos);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    /** A worker should take the lead: there are frames and nobody gathers them. */
    private final Condition leaderWanted = lock.newCondition();
    /** The batch that is gathered may be ready. */
    private final Condition readyToLeave = lock.newCondition();

    private final LaneQueue<Lane, Waiting> queue = new LaneQueue<>();
    private final Map<Thread, Lane> lanes = new HashMap<>();
    private final int maxBatch;
    private final int maxInFlight;
    private final long maxDelayNanos;

    private double nanosPerFrame;
    /** One worker at a time gathers a batch, so that a frame wakes nobody unless it starts or fills one. */
    private boolean isGathering;

    BatchQueue(DetectConfig config) {
        this.maxBatch = config.batchFrames();
        this.maxInFlight = config.maxInFlight();
        this.maxDelayNanos = config.maxDelay().toNanos();
    }

    /** The lane of the calling thread, if it has users. */
    @Nullable
    Lane openLane() {
        lock.lock();
        try {
            return lanes.get(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Opens the lane of the calling thread for one more user, which closes it. */
    Lane lane() {
        lock.lock();
        try {
            Lane lane = lanes.computeIfAbsent(Thread.currentThread(), Lane::new);
            lane.users++;
            return lane;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The frames of one stream thread that are in flight. A thread commits all its tasks together, so they share a
     * lane. Lanes share the limit on frames in flight.
     */
    final class Lane implements AutoCloseable {
        private final Thread thread;
        private final Condition moreRoom = lock.newCondition();
        private final InFlight inFlight = new InFlight();
        private int users;

        private Lane(Thread thread) {
            this.thread = thread;
        }

        /**
         * Hands a frame over.
         *
         * @param inARow frames that its camera may send in its turn
         * @param timeLeft how long the frame may wait for its batch
         * @return completes with the frame's result, also if the model fails; cancelling it withdraws the frame if its
         *     batch has not left
         */
        CompletableFuture<FrameResult> submit(Frame frame, int inARow, SkipRule.TimeLeft timeLeft) {
            Waiting waiting = new Waiting(this, frame, System.nanoTime(), timeLeft, new CompletableFuture<>());
            lock.lock();
            try {
                inFlight.add(waiting.partition());
                queue.add(this, frame.camera(), inARow, waiting);
                wakeWorker();
            } finally {
                lock.unlock();
            }
            return waiting.result();
        }

        /** What may be submitted as of now. */
        Room room() {
            lock.lock();
            try {
                return inFlight.room(share());
            } finally {
                lock.unlock();
            }
        }

        /** Waits until frames of this lane have come back since there was so much room, no longer than this. */
        void awaitMoreThan(Room room, Duration most) {
            lock.lock();
            try {
                long left = most.toNanos();
                while (inFlight.returned() == room.returned() && left > 0) {
                    left = moreRoom.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }

        /** Whether a frame of a partition should wait for one that is in flight. */
        boolean isFull(int partition) {
            lock.lock();
            try {
                return inFlight.isFull(partition, share());
            } finally {
                lock.unlock();
            }
        }

        /** Whether a frame of a partition that others go before would be in their way. */
        boolean isBusy(int partition) {
            lock.lock();
            try {
                return inFlight.isBusy(partition, share());
            } finally {
                lock.unlock();
            }
        }

        /** Lets this lane's frames go first and leave at once, in full batches or not, until the next is submitted. */
        void drain() {
            lock.lock();
            try {
                queue.drain(this);
                wakeWorker();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                users--;
                if (users == 0) {
                    lanes.remove(thread);
                    queue.forget(this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private double share() {
        // Until the speed of the model is known, one batch at most: a frame may take seconds.
        double affordable = nanosPerFrame == 0 ? maxBatch : MAX_IN_FLIGHT_NANOS / nanosPerFrame;
        return Math.max(1, Math.min(maxInFlight, affordable) / Math.max(1, lanes.size()));
    }

    /** Wakes the worker that has something to do now, if any. The caller holds the lock. */
    private void wakeWorker() {
        if (isReadyToLeave()) {
            readyToLeave.signal();
        }
        if (!isGathering && queue.size() > 0) {
            leaderWanted.signal();
        }
    }

    private boolean isReadyToLeave() {
        return queue.size() >= maxBatch || queue.isDraining();
    }

    /** Waits for a batch; the caller reports when it is {@link #settle settled}. */
    List<Waiting> nextBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isGathering || queue.size() == 0) {
                leaderWanted.await();
            }
            isGathering = true;
            try {
                long left = maxDelayNanos;
                while (!isReadyToLeave() && left > 0) {
                    left = readyToLeave.awaitNanos(left);
                }
                return queue.take(maxBatch);
            } finally {
                isGathering = false;
                wakeWorker();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reports that a batch is finished.
     *
     * @param processed frames of it that the model ran on
     * @param took nanoseconds
     */
    void settle(List<Waiting> batch, int processed, long took) {
        lock.lock();
        try {
            for (Waiting frame : batch) {
                frame.lane().inFlight.remove(frame.partition());
                frame.lane().moreRoom.signal();
            }
            if (processed > 0) {
                double each = (double) took / processed;
                nanosPerFrame = nanosPerFrame == 0 ? each : NEWEST * each + (1 - NEWEST) * nanosPerFrame;
            }
        } finally {
            lock.unlock();
        }
    }
}
