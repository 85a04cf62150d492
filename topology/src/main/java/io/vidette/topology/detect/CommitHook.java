package io.vidette.topology.detect;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action before the offsets of a task are committed, while records can still be forwarded.
 *
 * <p>This is the only file that touches the internals of Kafka Streams. In 4.2 {@code StreamTask.prepareCommit} flushes
 * caches, then the producer, then collects the offsets; {@link StateStore#flush} comes after all of that, too late.
 * Only stores that implement the internal {@link CachedStateStore} are called at the flush, so this is a store without
 * data. {@code DetectTopologyTest} fails when an upgrade changes this.
 */
final class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    static final String NAME = "in-flight";

    private @Nullable Runnable beforeCommit;
    private boolean open;

    /** Sets what runs before each commit of the task. */
    void beforeCommit(Runnable action) {
        beforeCommit = action;
    }

    @Override
    public void flushCache() {
        if (beforeCommit != null) {
            beforeCommit.run();
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    /**
     * True although nothing is stored: Kafka Streams then keeps its process id in the state directory, so the
     * transactional ids survive a restart and an unfinished transaction is aborted at once instead of timing out.
     */
    @Override
    public boolean persistent() {
        return true;
    }

    /** Nothing is stored, and the drain was before: {@link #flushCache}. */
    @Override
    public void flush() {}

    @Override
    public void clearCache() {}

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    /** The record and the place in the topology that a result belongs to, kept until the result can be forwarded. */
    static final class Origin {
        private final InternalProcessorContext<?, ?> context;
        private final ProcessorNode<?, ?, ?, ?> node;
        private final ProcessorRecordContext record;

        private Origin(InternalProcessorContext<?, ?> context) {
            this.context = context;
            this.node = context.currentNode();
            ProcessorRecordContext now = context.recordContext();
            // A new one: the original also holds the raw record, which would keep every JPEG twice.
            this.record = new ProcessorRecordContext(
                    now.timestamp(), now.offset(), now.partition(), now.topic(), now.headers());
        }

        /** Captures where the record that is being processed comes from. */
        static Origin of(ProcessorContext<?, ?> context) {
            return new Origin((InternalProcessorContext<?, ?>) context);
        }

        /** Runs {@code forward} as if the record were still being processed, then puts everything back. */
        void restoreWhile(Runnable forward) {
            ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
            ProcessorRecordContext recordBefore = context.recordContext();
            try {
                context.setCurrentNode(node);
                context.setRecordContext(record);
                forward.run();
            } finally {
                context.setCurrentNode(nodeBefore);
                context.setRecordContext(recordBefore);
            }
        }
    }

    /** Builds one hook per task. */
    static final class Builder implements StoreBuilder<CommitHook> {
        @Override
        public CommitHook build() {
            return new CommitHook();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a hook holds no data to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
