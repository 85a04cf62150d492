package io.vidette.topology.fault;

/**
 * Something that the user can mend. Its message is one line that names the thing and the remedy and holds no secret; it
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
