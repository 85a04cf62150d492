package io.vidette.ingest.publish;

import io.vidette.ingest.publish.CameraQueue.Pending;
import io.vidette.topology.message.FrameHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All frames that wait for Kafka, at most so many bytes of them. When that is exceeded, the camera that holds most loses
 * its oldest frame, so that a large camera cannot push out a small one.
 *
 * <p>Threading: safe from any thread; one thread takes.
 */
final class FrameBuffer {
    /** Frames of one camera handed to the producer and not acknowledged. Few, as those cannot be taken back. */
    static final int IN_FLIGHT = 8;
    /** A source that can wait is paused at this number of waiting frames or more. */
    private static final int ROOM = 32;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<CameraQueue> turn = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    FrameBuffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    CameraQueue open(String camera, DeliveryListener listener) {
        return locked(() -> {
            CameraQueue queue = new CameraQueue(camera, listener);
            turn.addLast(queue);
            return queue;
        });
    }

    void add(CameraQueue queue, FrameHeaders headers, byte[] jpeg) {
        locked(() -> {
            if (queue.isReleased() || closed) {
                queue.listener().dropped(DropReason.DETACHED);
                return;
            }
            queue.add(headers, jpeg);
            bytes += jpeg.length;
            while (bytes > maxBytes && dropOldestOfLargest()) {}
        });
    }

    private boolean dropOldestOfLargest() {
        CameraQueue largest = turn.stream()
                .max(Comparator.comparingLong(CameraQueue::waitingBytes))
                .orElseThrow();
        Pending dropped = largest.pollOldest();
        if (dropped == null) {
            return false;
        }
        bytes -= dropped.jpeg().length;
        largest.listener().dropped(DropReason.BROKER_OUTAGE);
        return true;
    }

    /** Waits for a frame, each camera in its turn; null when there is none within the limit. */
    @Nullable
    Pending take(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                for (int i = turn.size(); i > 0; i--) {
                    CameraQueue queue = turn.removeFirst();
                    turn.addLast(queue);
                    if (queue.canSend(IN_FLIGHT)) {
                        return queue.takeForFlight();
                    }
                }
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Kafka did not take it, and it will be taken again. */
    void putBack(Pending pending) {
        locked(() -> {
            if (pending.queue().isReleased() || closed) {
                end(pending);
                pending.queue().listener().dropped(DropReason.DETACHED);
            } else {
                pending.queue().putBack(pending);
            }
        });
    }

    void delivered(Pending pending) {
        locked(() -> {
            end(pending);
            pending.queue().listener().delivered();
        });
    }

    void dropped(Pending pending, DropReason reason) {
        locked(() -> {
            end(pending);
            pending.queue().listener().dropped(reason);
        });
    }

    private void end(Pending pending) {
        pending.queue().landed();
        bytes -= pending.jpeg().length;
    }

    boolean awaitRoom(CameraQueue queue, Duration limit) throws InterruptedException {
        return await(limit, () -> queue.waiting() < ROOM);
    }

    /** Lets the camera's frames leave within the limit and drops the rest. */
    void release(CameraQueue queue, Duration drainLimit) {
        try {
            await(drainLimit, queue::isIdle);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        locked(() -> {
            queue.markReleased();
            turn.remove(queue);
            Pending rest;
            while ((rest = queue.pollOldest()) != null) {
                bytes -= rest.jpeg().length;
                queue.listener().dropped(DropReason.DETACHED);
            }
        });
    }

    /** Frames that are held, waiting or in flight. */
    long bytes() {
        return locked(() -> bytes);
    }

    boolean awaitEmpty(Duration limit) throws InterruptedException {
        return await(limit, () -> bytes == 0);
    }

    void close() {
        locked(() -> {
            closed = true;
        });
    }

    private boolean await(Duration limit, BooleanSupplier check) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!check.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }
}
