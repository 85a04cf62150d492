package io.vidette.ingest.source;

/**
 * Something that yields pictures, one after another. Every call returns within the time limits it was built with.
 *
 * <p>Threading: all calls come from one thread, except {@link #abort}, which may come from any thread at any time.
 */
public interface FrameSource extends AutoCloseable {
    /**
     * Connects; called once.
     *
     * @throws SourceException in one line without secrets
     */
    void open() throws SourceException;

    /**
     * Waits for the next sound picture, which stays valid until the next call.
     *
     * @param damage notified of each picture or packet that was too damaged to be used
     * @throws SourceException when there is none, with the reason
     */
    SourceFrame next(DamageListener damage) throws SourceException;

    /** Makes a call in progress, and every later one, fail at once with {@link SourceException.Kind#ABORTED}. */
    void abort();

    /** Frees everything; may follow a failed {@link #open}. */
    @Override
    void close();

    /** Is notified of damage. */
    @FunctionalInterface
    interface DamageListener {
        /** One picture or packet was dropped as damaged. */
        void damaged();
    }
}
