package io.vidette.topology.replay;

import io.vidette.topology.message.ModelId;
import io.vidette.topology.topic.Topics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a replay processes.
 *
 * @param name of the replay, its topic and the group that stores its progress; letters, digits, '.', '_', '-'
 * @param model that processes the frames
 * @param settings of the model beyond its weights that change what it finds, in words
 * @param from first frame
 * @param fromText as the user wrote it; a replay can be continued only with the same text
 * @param to behind the last frame
 * @param cameras whose frames count; empty for all
 * @param batch frames that the model sees at once
 * @param anew whether to replace the results of earlier runs of this name, once there is a first verdict
 */
public record ReplayRequest(
        String name,
        ModelId model,
        String settings,
        FramePosition from,
        String fromText,
        FramePosition to,
        Set<String> cameras,
        int batch,
        boolean anew) {
    /** The name of the live detector's verdicts where the name of a replay is expected. */
    public static final String LIVE = "live";

    private static final int MOST_MARK = 3000;

    /** Separates the parts of a mark; text in braces is not split. */
    private static final Pattern BETWEEN = Pattern.compile("; |, (?![^{]*})");

    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

    public ReplayRequest {
        cameras = Set.copyOf(cameras);
        checkName(name);
    }

    /** Refuses a name with {@link IllegalArgumentException} if no replay can have it. */
    public static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "the name '" + name + "' of a replay is not 1 to 100 letters, digits, '.', '_'"
                            + " and '-' that begin with a letter or digit; give another with --name");
        }
        if (name.equals(LIVE)) {
            throw new IllegalArgumentException(
                    "'" + LIVE + "' stands for the live detector's verdicts; give the replay another name with --name");
        }
    }

    /** The topic of its verdicts, and the group that stores its progress. */
    public String topic(Topics topics) {
        return topics.replay(name);
    }

    /** The instruction to continue an unfinished run, for messages. */
    public String remedy() {
        return anew ? "run the same again without --restart to go on" : "run the same again to go on";
    }

    boolean wants(String camera) {
        return cameras.isEmpty() || cameras.contains(camera);
    }

    /**
     * What may not change between two runs of the same replay, in words. Kept with the group's offsets.
     *
     * <p>It includes the batch size, because the last digits of the results depend on it.
     */
    String mark() {
        String chosen = cameras.isEmpty() ? "all cameras" : "cameras " + String.join(",", new TreeSet<>(cameras));
        String mark = String.join(
                "; ",
                List.of(
                        "model " + model.name() + " " + model.sha256(),
                        settings,
                        "from " + fromText,
                        chosen,
                        "batches of " + batch));
        return mark.length() <= MOST_MARK ? mark : mark.substring(0, MOST_MARK) + Integer.toHexString(mark.hashCode());
    }

    /** How the settings of an earlier run differ from those of this run, such as {@code with cameras gate, and …}. */
    String differenceFrom(String earlier) {
        List<String> before = List.of(BETWEEN.split(earlier));
        List<String> now = List.of(BETWEEN.split(mark()));
        String had = without(before, now);
        String has = without(now, before);
        if (had.isEmpty()) {
            return "without " + has;
        }
        return "with " + had + ", and this run has " + (has.isEmpty() ? "it not" : has);
    }

    private static String without(List<String> parts, List<String> others) {
        return parts.stream()
                .filter(part -> !others.contains(part))
                .map(part -> HASH.matcher(part).replaceAll("$1").replaceFirst("^from ", "--from "))
                .collect(Collectors.joining(" and "));
    }
}
