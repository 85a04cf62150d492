package io.vidette.topology.fault;

/**
 * An error that the user can fix. Its message is one line that names cause and remedy and contains no secret; it
 * is shown without a stack trace.
 */
public class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
