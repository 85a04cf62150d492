package io.vidette.deploy.node;

import io.vidette.topology.config.Setting;

/** Where metrics and health are served. */
public record HttpSettings(
        @Setting(
                value = "127.0.0.1",
                range = "an address of this machine, or 0.0.0.0 for all",
                why = "There is no login, and camera names are in the metrics, so it is for this machine unless told"
                        + " otherwise. A container needs 0.0.0.0.")
        String host,

        @Setting(value = "8080", range = "0..65535", why = "The port; 0 takes a free one.")
        int port) {
    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is outside 0..65535");
        }
    }
}
