package io.vidette.deploy.cli.evaluate;

import io.vidette.deploy.cli.output.Output;
import io.vidette.trainer.evaluate.tracking.ClearFigures;
import io.vidette.trainer.evaluate.tracking.TrackingFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of tracks, under the names that MOTChallenge uses.
 *
 * @param seconds that reading and following took
 */
record TrackReport(TrackingFigures figures, double seconds) {
    void to(Output output) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("frames", figures.frames());
        report.put("objects", figures.objects());
        report.put("tracks", figures.tracks());
        report.putAll(shares());
        report.putAll(counts());
        report.put("seconds", seconds);
        output.object(report);
        if (output.isJson()) {
            return;
        }
        output.say(String.format(
                Locale.ROOT,
                "%d frames, %d objects, %d tracks, %.2f s",
                figures.frames(),
                figures.objects(),
                figures.tracks(),
                seconds));
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        shares().forEach((name, value) -> {
            names.add(name);
            values.add(String.format(Locale.ROOT, "%.4f", value));
        });
        output.table(List.of(names, values));
        output.table(List.of(
                List.copyOf(counts().keySet()),
                counts().values().stream().map(String::valueOf).toList()));
    }

    private Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("MOTA", figures.clear().mota());
        shares.put("IDF1", figures.identity().idf1());
        shares.put("HOTA", figures.hota().hota());
        shares.put("MOTP", figures.clear().motp());
        shares.put("IDP", figures.identity().precision());
        shares.put("IDR", figures.identity().recall());
        shares.put("DetA", figures.hota().detection());
        shares.put("AssA", figures.hota().association());
        shares.put("LocA", figures.hota().localisation());
        return shares;
    }

    private Map<String, Integer> counts() {
        ClearFigures clear = figures.clear();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("FP", clear.extra());
        counts.put("FN", clear.missed());
        counts.put("IDSW", clear.switches());
        counts.put("Frag", clear.fragments());
        counts.put("MT", clear.mostlyTracked());
        counts.put("PT", clear.partlyTracked());
        counts.put("ML", clear.mostlyLost());
        return counts;
    }
}
