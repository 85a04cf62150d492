package io.vidette.detector.nms;

import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.RecordChange;
import io.vidette.topology.config.Setting;
import io.vidette.topology.config.Settings;
import io.vidette.topology.fault.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of boxes beyond the usual confidence and overlap. */
public record SuppressionConfig(
        @Setting(
                value = "greedy",
                range = "greedy, soft-linear, soft-gaussian",
                why =
                        "greedy drops a box that overlaps a better one, as YOLOv5 does; Soft-NMS (arXiv 1704.04503) lowers its"
                                + " score instead, which finds more in crowds and takes longer")
        SuppressionMethod method,

        @Setting(
                value = "0.5",
                range = "above 0, up to 10",
                why = "sigma of soft-gaussian: a larger value keeps more overlapping boxes; the paper's value")
        float sigma,

        @Setting(
                value = "false",
                range = "true or false",
                why =
                        "whether boxes of different classes suppress each other; for classes that are easily confused, such"
                                + " as car and truck")
        boolean acrossClasses,

        @Setting(
                value = "false",
                range = "true or false",
                why =
                        "whether a box counts once for every class above the confidence, as in YOLOv5's val.py, or for its"
                                + " best alone, as in its detect.py")
        boolean multiLabel,

        @Setting(
                value = "",
                range = "class=score, each 0..1",
                why = "confidence of single classes by name, such as person=0.4,bird=0.6; all others take"
                        + " model.confidence")
        Map<String, String> confidence) {

    public SuppressionConfig {
        confidence = Map.copyOf(confidence);
        Settings.check(SuppressionConfig.class, method, sigma, acrossClasses, multiLabel, confidence);
        confidence.forEach(SuppressionConfig::score);
    }

    public String inWords() {
        return method + " of sigma " + sigma + (acrossClasses ? ", across classes" : "")
                + (multiLabel ? ", many labels" : "")
                + (confidence.isEmpty() ? "" : ", confidences " + new TreeMap<>(confidence));
    }

    /** The defaults of all settings. */
    public static SuppressionConfig defaults() {
        return ConfigReader.defaults(SuppressionConfig.class);
    }

    /**
     * The same with another value of one setting: {@code change(SuppressionConfig::sigma).to(0.3f)}.
     *
     * @param setting the accessor of the setting
     */
    public <V> RecordChange<SuppressionConfig, V> change(RecordChange.Component<SuppressionConfig, V> setting) {
        return RecordChange.of(this, setting);
    }

    /**
     * The thresholds of a model.
     *
     * @param common for classes without their own
     * @param classes names of the model's classes, by number
     * @throws UserError when a class is named that the model does not know
     */
    public ScoreThresholds thresholds(float common, List<String> classes) {
        if (confidence.isEmpty()) {
            return ScoreThresholds.of(common);
        }
        float[] byClass = new float[classes.size()];
        Arrays.fill(byClass, common);
        confidence.forEach((name, score) -> {
            int classId = classes.indexOf(name);
            if (classId < 0) {
                throw new UserError("model.suppression.confidence names the class '" + name
                        + "', which the model does not have; it has " + String.join(", ", classes));
            }
            byClass[classId] = score(name, score);
        });
        return ScoreThresholds.of(byClass);
    }

    private static float score(String name, String text) {
        try {
            float score = Float.parseFloat(text);
            if (score >= 0 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException("confidence of '" + name + "' is '" + text + "', but must be 0..1");
    }
}
