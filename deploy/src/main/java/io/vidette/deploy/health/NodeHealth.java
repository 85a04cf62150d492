package io.vidette.deploy.health;

import io.vidette.topology.lifecycle.Health;
import io.vidette.topology.lifecycle.HealthCheck;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Health of the node: that of all its parts.
 *
 * <p>Threading: safe for any thread; parts may be added while it is asked.
 */
public final class NodeHealth {
    private final CopyOnWriteArrayList<HealthCheck> checks = new CopyOnWriteArrayList<>();

    /** Adds a part. Called before the part starts, so that a part that does not start is reported as well. */
    public void register(HealthCheck check) {
        checks.add(check);
    }

    /** Every part by name. A part that throws when asked is not ready. */
    public Map<String, Health> parts() {
        Map<String, Health> parts = new TreeMap<>();
        for (HealthCheck check : checks) {
            parts.put(check.name(), ask(check));
        }
        return parts;
    }

    /** Whether every part is ready. A node without parts has not started yet. */
    public static boolean isReady(Map<String, Health> parts) {
        return !parts.isEmpty() && parts.values().stream().allMatch(Health.Ready.class::isInstance);
    }

    /** Whether no part is beyond recovery. */
    public static boolean isLive(Map<String, Health> parts) {
        return parts.values().stream().noneMatch(Health.Broken.class::isInstance);
    }

    private static Health ask(HealthCheck check) {
        try {
            return check.health();
        } catch (RuntimeException e) {
            return new Health.NotReady("cannot be asked: " + e.getClass().getSimpleName());
        }
    }
}
