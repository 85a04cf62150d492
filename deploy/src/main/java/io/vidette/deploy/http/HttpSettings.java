package io.vidette.deploy.http;

import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where metrics, health and what is known of cameras are served. */
public record HttpSettings(
        @Setting(
                value = "127.0.0.1",
                range = "an address of this machine, or 0.0.0.0 for all",
                why = "There is no login, and camera names are in the metrics, so it is for this machine unless told"
                        + " otherwise. A container needs 0.0.0.0.")
        String host,

        @Setting(value = "8080", range = "0..65535", why = "The port; 0 takes a free one.")
        int port,

        @Setting(
                value = "",
                range = "host:port, or nothing",
                why = "Address that other nodes return for a camera that this node tracks. By default host and port,"
                        + " or no address if the host is 0.0.0.0.")
        Optional<String> advertised) {
    private static final Pattern ADDRESS = Pattern.compile("([a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+]):[0-9]{1,5}");
    private static final Set<String> ALL = Set.of("0.0.0.0", "::", "[::]");

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank");
        }
        Settings.check(HttpSettings.class, host, port, advertised);
        if (advertised.isPresent() && !ADDRESS.matcher(advertised.get()).matches()) {
            throw new IllegalArgumentException(
                    "advertised '" + advertised.get() + "' is not an address such as node1.example.org:8080");
        }
    }

    /**
     * How others reach it.
     *
     * @param bound the port that is served
     */
    public Optional<String> address(int bound) {
        if (advertised.isPresent()) {
            return advertised;
        }
        return ALL.contains(host) ? Optional.empty() : Optional.of(host + ":" + bound);
    }
}
