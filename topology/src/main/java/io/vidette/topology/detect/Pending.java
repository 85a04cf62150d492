package io.vidette.topology.detect;

import io.vidette.topology.message.FrameHeaders;
import io.vidette.topology.message.FrameId;
import io.vidette.topology.message.FrameVerdict;
import java.time.Instant;
import java.util.Optional;
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
            FrameId id,
            Record<String, byte @Nullable []> record,
            CommitHook.Origin origin,
            FrameHeaders headers,
            CompletableFuture<Judgement> judgement)
            implements Pending {
        @Override
        public boolean isDone() {
            return judgement.isDone();
        }

        @Override
        public FrameVerdict verdict() {
            Judgement word = judgement.join();
            if (!(word instanceof Judgement.Judged judged)) {
                return new FrameVerdict.Skipped(id, record.key(), Optional.of(headers.capturedAt()), Skip.STALE.text());
            }
            if (judged.outcome() instanceof FrameOutcome.Found found) {
                return new FrameVerdict.Detected(
                        id,
                        record.key(),
                        headers.sequence(),
                        Optional.of(headers.capturedAt()),
                        headers.clock(),
                        found.width(),
                        found.height(),
                        judged.model(),
                        found.detections());
            }
            String reason = ((FrameOutcome.Unusable) judged.outcome()).reason();
            return new FrameVerdict.Rejected(id, record.key(), Optional.of(headers.capturedAt()), reason);
        }

        @Override
        public void cancel() {
            judgement.cancel(false);
        }
    }

    /** The model was not asked, on purpose. Keeps no picture: many may wait behind one that is with the model. */
    record PassedOver(
            FrameId id,
            Record<String, byte @Nullable []> record,
            CommitHook.Origin origin,
            FrameHeaders headers,
            Skip reason)
            implements Pending {
        public PassedOver {
            record = record.withValue(null);
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public FrameVerdict verdict() {
            return new FrameVerdict.Skipped(id, record.key(), Optional.of(headers.capturedAt()), reason.text());
        }

        @Override
        public void cancel() {}
    }

    /**
     * The record is no frame; the model was not asked. What came from the record is shortened: a verdict that Kafka finds
     * too large would end the task, again and again.
     */
    record Refused(FrameId id, Record<String, byte @Nullable []> record, CommitHook.Origin origin, String reason)
            implements Pending {
        private static final int MAX_REASON = 500;

        public Refused {
            reason = shortened(reason, MAX_REASON);
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public FrameVerdict verdict() {
            String camera = record.key() == null ? "" : record.key();
            camera = shortened(camera, DetectProcessor.MAX_CAMERA);
            return new FrameVerdict.Rejected(id, camera, Optional.<Instant>empty(), reason);
        }

        @Override
        public void cancel() {}

        private static String shortened(String text, int length) {
            return text.length() <= length ? text : text.substring(0, length - 3) + "...";
        }
    }
}
