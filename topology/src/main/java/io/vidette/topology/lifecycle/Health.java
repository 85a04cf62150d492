package io.vidette.topology.lifecycle;

/** How a part of a node fares. */
public sealed interface Health {
    /** One word, for programs. */
    String state();

    /** Why, in one line without secrets. */
    String reason();

    /** It does its work. */
    record Ready(String reason) implements Health {
        @Override
        public String state() {
            return "ready";
        }
    }

    /** It does no work now, but may by itself: starting, waiting for a broker, loading a model. */
    record NotReady(String reason) implements Health {
        @Override
        public String state() {
            return "not-ready";
        }
    }

    /** It will do no work again in this process; a restart may help. */
    record Broken(String reason) implements Health {
        @Override
        public String state() {
            return "broken";
        }
    }

    /** It works, and there is nothing to add. */
    static Health ready() {
        return new Ready("");
    }
}
