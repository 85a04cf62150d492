package io.vidette.deploy.node;

import java.util.EnumSet;
import java.util.Set;

/** What a node does. */
public enum Role {
    /** Reads cameras and publishes their frames. */
    INGEST,
    /** Runs the model on frames and publishes verdicts. */
    DETECT,
    /** Follows objects from verdict to verdict and publishes events. */
    TRACK;

    /** Returns the roles of a node that runs everything: all, without track if the configuration disables it. */
    public static Set<Role> enabled(NodeConfig config) {
        EnumSet<Role> roles = EnumSet.allOf(Role.class);
        if (!config.track().enabled()) {
            roles.remove(TRACK);
        }
        return roles;
    }
}
