package io.vidette.deploy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonValue;
import io.vidette.topology.fault.UserError;
import io.vidette.trainer.evaluate.tracking.ClearFigures;
import io.vidette.trainer.evaluate.tracking.MotRow;
import io.vidette.trainer.evaluate.tracking.TrackingFigures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of tracks, under the names that MOTChallenge uses.
 *
 * @param seconds that reading and following took
 */
public record TrackReport(TrackingFigures figures, double seconds) {
    /**
     * Compares tracks with the true ones.
     *
     * @param file of the true tracks, for the message
     * @param truth true tracks
     * @param everyClass whether true boxes of all classes count, rather than those of pedestrians
     * @throws UserError if no true box counts
     */
    public static TrackReport of(Path file, List<MotRow> truth, TrackRun run, boolean everyClass) {
        TrackingFigures figures = TrackingFigures.evaluate(truth, run.rows(), everyClass);
        // Figures of nothing would look like those of a bad tracker, or of a good one.
        if (figures.objects() == 0) {
            throw new UserError("no true box in " + file + " counts: it is empty, all are marked 0"
                    + (everyClass ? "" : ", or none is of class 1, and --every-class counts them all"));
        }
        return new TrackReport(figures, run.seconds());
    }

    @JsonValue
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("frames", figures.frames());
        json.put("objects", figures.objects());
        json.put("tracks", figures.tracks());
        json.putAll(shares());
        json.putAll(counts());
        json.put("seconds", seconds);
        return json;
    }

    /** Returns the figures from 0 to 1, by their names; MOTA may be below 0. */
    public Map<String, Double> shares() {
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

    /** Returns the figures that are counts, by their names. */
    public Map<String, Integer> counts() {
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
