package io.vidette.detector.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of layer that descriptions may name, each in the words of {@link GraphBuilder}. */
final class LayerKinds {
    private static final Map<String, LayerKind> KINDS = all();

    private LayerKinds() {}

    private static Map<String, LayerKind> all() {
        Map<String, LayerKind> kinds = new HashMap<>();
        for (Map<String, LayerKind> room :
                List.of(ConvLayers.KINDS, CspLayers.KINDS, MapLayers.KINDS, MobileLayers.KINDS, DarknetLayers.KINDS)) {
            kinds.putAll(room);
        }
        return Map.copyOf(kinds);
    }

    static Optional<LayerKind> named(String module) {
        return Optional.ofNullable(KINDS.get(module));
    }

    static List<String> names() {
        return KINDS.keySet().stream().sorted().toList();
    }
}
