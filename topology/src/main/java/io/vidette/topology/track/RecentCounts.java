package io.vidette.topology.track;

import io.vidette.topology.message.WindowCount;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The latest windows of each camera that counted anything, for queries over HTTP. */
final class RecentCounts {
    /** Windows that are kept of a camera: an hour of minutes. */
    static final int WINDOWS = 60;

    private final KeyValueStore<String, WindowCount> store;

    RecentCounts(KeyValueStore<String, WindowCount> store) {
        this.store = store;
    }

    /** Keeps a window that closed, and forgets the oldest. */
    void add(List<WindowCount> window) {
        if (window.isEmpty()) {
            return;
        }
        for (int row = 0; row < window.size(); row++) {
            store.put(key(window.get(row), row), window.get(row));
        }
        String camera = window.get(0).camera();
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, WindowCount> all = store.range(first(camera), last(camera))) {
            while (all.hasNext()) {
                KeyValue<String, WindowCount> entry = all.next();
                keys.add(entry.key);
            }
        }
        List<String> windows =
                keys.stream().map(RecentCounts::window).distinct().toList();
        if (windows.size() > WINDOWS) {
            String oldest = windows.get(windows.size() - WINDOWS);
            keys.stream().filter(key -> window(key).compareTo(oldest) < 0).forEach(store::delete);
        }
    }

    /** Before all keys of a camera. */
    static String first(String camera) {
        return camera + '\0';
    }

    /** After all keys of a camera. */
    static String last(String camera) {
        return camera + '\1';
    }

    /** In the order in which windows were counted: a clock that was set back starts a new part. */
    private static String key(WindowCount count, int row) {
        return first(count.camera())
                + String.format("%016x%016x", count.part(), count.start().getEpochSecond() ^ Long.MIN_VALUE)
                + '\0'
                + String.format("%08x", row);
    }

    private static String window(String key) {
        return key.substring(0, key.lastIndexOf('\0'));
    }
}
