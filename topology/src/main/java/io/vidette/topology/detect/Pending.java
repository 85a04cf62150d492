package io.vidette.topology.detect;

import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A frame that was taken from the topic and has no verdict downstream yet. */
sealed interface Pending {
    FrameId id();

    Record<String, byte @Nullable []> record();

    CommitHook.Origin origin();

    /** Whether {@link #verdict} answers at once. */
    boolean isDone();

    /** The verdict; waits for the model. */
    FrameVerdict verdict();

    /** Tells the model that nobody waits any more. */
    void cancel();

    /** The model was asked. */
    record WithModel(
            FrameCheck.Good good,
            Record<String, byte @Nullable []> record,
            CommitHook.Origin origin,
            CompletableFuture<FrameResult> result)
            implements Pending {
        @Override
        public FrameId id() {
            return good.frame().id();
        }

        @Override
        public boolean isDone() {
            return result.isDone();
        }

        @Override
        public FrameVerdict verdict() {
            return good.verdict(result.join());
        }

        @Override
        public void cancel() {
            result.cancel(false);
        }
    }

    /** The model was not asked. */
    record Decided(FrameVerdict verdict, Record<String, byte @Nullable []> record, CommitHook.Origin origin)
            implements Pending {
        public Decided {
            // Many may wait behind one that is with the model; only a refused one is needed again, as a dead letter.
            record = verdict instanceof FrameVerdict.Rejected ? record : record.withValue(null);
        }

        @Override
        public FrameId id() {
            return verdict.id();
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public void cancel() {}
    }
}
