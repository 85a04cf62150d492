package io.vidette.deploy.kafka;

import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;

/** The broker of the all-in-one node. */
public record EmbeddedKafkaSettings(
        @Setting(
                value = "localhost",
                range = "a name or an address of this machine",
                why =
                        "Where the broker listens and by which name clients reach it. It has no login, so it stays on this"
                                + " machine unless you trust your network.")
        String host,

        @Setting(value = "9092", range = "0..65535", why = "The broker's port; 0 takes a free one.")
        int port,

        @Setting(
                value = "9093",
                range = "0..65535",
                why = "The port of the broker's controller, which only the broker itself uses; 0 takes a free one.")
        int controllerPort) {
    public EmbeddedKafkaSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank");
        }
        Settings.check(EmbeddedKafkaSettings.class, host, port, controllerPort);
        if (port != 0 && port == controllerPort) {
            throw new IllegalArgumentException("port and controllerPort are both " + port);
        }
    }

    /** What clients on this machine are given. */
    public String bootstrapServers() {
        return host + ":" + port;
    }
}
