package io.vidette.deploy.app;

/** Follows a use case that takes long. Called on the thread of the use case. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called after each step.
     *
     * @param done steps so far
     * @param total steps in all
     */
    void passed(long done, long total);
}
