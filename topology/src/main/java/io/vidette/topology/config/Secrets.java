package io.vidette.topology.config;

import java.util.Optional;

/** Where passwords come from. They never travel through Kafka and never appear in a message or a log. */
@FunctionalInterface
public interface Secrets {
    /** Looks a secret up by name, afresh at each call, so that it can be changed while running. */
    Optional<Credentials> find(String name);

    /** No secrets at all. */
    static Secrets none() {
        return name -> Optional.empty();
    }

    /** A user and a password; its text form shows neither. */
    record Credentials(String user, String password) {
        /**
         * Reads {@code user:password}; the password may hold colons.
         *
         * @throws IllegalArgumentException when there is no colon
         */
        public static Credentials parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a secret must be of the form user:password");
            }
            return new Credentials(text.substring(0, colon), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
