package io.vidette.detector.serve;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A pool of objects that are expensive to create. It never has more of them than are in use at the same time.
 *
 * <p>Threading: safe; what is lent belongs to the borrower.
 */
final class Spares<T> {
    private final Queue<T> spare = new ConcurrentLinkedQueue<>();
    private final Supplier<T> maker;

    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    T lend() {
        T lent = spare.poll();
        return lent != null ? lent : maker.get();
    }

    void giveBack(T lent) {
        spare.add(lent);
    }

    /** Takes out all that are not lent. */
    void clear(Consumer<? super T> disposal) {
        for (T left = spare.poll(); left != null; left = spare.poll()) {
            disposal.accept(left);
        }
    }
}
