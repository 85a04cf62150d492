package io.vidette.topology.config;

import io.vidette.topology.config.RawValue.Given;
import io.vidette.topology.fault.UserError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the variables that begin with {@code VIDETTE_}. */
final class EnvironmentConfig {
    private static final String PREFIX = "VIDETTE_";

    /** Read elsewhere: the launcher's options, the file's own place, secrets. */
    private static final Set<String> OTHERS = Set.of("VIDETTE_JAVA_OPTS", "VIDETTE_CONFIG");

    /**
     * Variables that Kubernetes sets in pods beside a service named vidette or vidette-something. No user set them,
     * so they must not prevent the start.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("VIDETTE_(.*_)?(SERVICE_(HOST|PORT)(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

    private static final Pattern SERVICE_LINK_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentConfig() {}

    /**
     * The values in the environment by path.
     *
     * @throws UserError for a variable that belongs to no key
     */
    static Map<String, Given> read(Map<String, String> environment, ConfigSchema schema) {
        Map<String, Given> values = new LinkedHashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || isNoSetting(name, value)) {
                return;
            }
            ConfigKey key = schema.byEnvironment().get(name);
            if (key == null) {
                throw new UserError("unknown environment variable " + name + "; " + schema.environmentSuggestion(name));
            }
            values.put(key.path(), new Given(new RawValue.Text(value), "environment variable " + name));
        });
        return values;
    }

    private static boolean isNoSetting(String name, String value) {
        return OTHERS.contains(name)
                || name.startsWith(FileSecrets.ENVIRONMENT_PREFIX)
                || SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_LINK_PORT.matcher(value).matches());
    }
}
