package io.vidette.trainer.evaluate.tracking;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Text files of MOTChallenge. */
public final class MotFile {
    /** MOTChallenge's longest sequence has 3,315 frames; a day at 30 frames per second has 2,592,000. */
    private static final int LAST_FRAME = 10_000_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private MotFile() {}

    /**
     * Reads detections: {@code frame,-1,left,top,width,height,score}.
     *
     * @throws UserError naming file and line for what is not understood
     */
    public static List<MotRow> detections(Path file) {
        return read(file, false);
    }

    /**
     * Reads tracks, true or found: {@code frame,id,left,top,width,height}, to which confidence, class and visibility may
     * be added.
     *
     * @throws UserError naming file and line for what is not understood, and for an id twice in a frame
     */
    public static List<MotRow> tracks(Path file) {
        return read(file, true);
    }

    /** Writes tracks, in the order given. */
    public static void write(Path file, List<MotRow> tracks) throws IOException {
        Files.write(
                file,
                tracks.stream()
                        .map(row -> String.format(
                                Locale.ROOT,
                                "%d,%d,%.2f,%.2f,%.2f,%.2f,%.4f,%d,-1",
                                row.frame(),
                                row.id(),
                                row.left(),
                                row.top(),
                                row.width(),
                                row.height(),
                                row.confidence(),
                                row.classId()))
                        .toList());
    }

    private static List<MotRow> read(Path file, boolean identified) {
        List<MotRow> rows = new ArrayList<>();
        Map<Long, Integer> lines = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = (number == 1 ? withoutMark(line) : line).strip();
                if (text.isEmpty()) {
                    continue;
                }
                MotRow row = row(file + ":" + number, text.split("[,\\s]\\s*", -1), identified);
                if (identified) {
                    Integer before = lines.put(((long) row.frame() << 32) | row.id(), number);
                    if (before != null) {
                        throw new UserError(file + ":" + number + ": frame " + row.frame() + " has the id " + row.id()
                                + " already in line " + before);
                    }
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UserError(
                    file + " cannot be read: " + FileFault.inWords(e) + "; give a file of MOTChallenge's form", e);
        }
        return rows;
    }

    /** Some editors put it before the text. */
    private static String withoutMark(String line) {
        return line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
    }

    private static MotRow row(String place, String[] words, boolean identified) {
        int least = identified ? 6 : 7;
        if (words.length < least) {
            throw new UserError(place + ": " + words.length + " values where at least " + least
                    + " are expected: frame,id,left,top,width,height" + (identified ? "" : ",score"));
        }
        double frame = number(place, words[0]);
        if (frame != Math.rint(frame) || frame < 1 || frame > LAST_FRAME) {
            throw new UserError(place + ": frame '" + words[0] + "' is not a whole number from 1 to " + LAST_FRAME);
        }
        double id = number(place, words[1]);
        if (id != Math.rint(id) || Math.abs(id) > Integer.MAX_VALUE || (identified && id < 0)) {
            throw new UserError(
                    place + ": id '" + words[1] + "' is not a whole number" + (identified ? " from 0 on" : ""));
        }
        double[] box = new double[4];
        for (int i = 0; i < box.length; i++) {
            box[i] = number(place, words[2 + i]);
            if (Math.abs(box[i]) > 1e9) {
                throw new UserError(place + ": '" + words[2 + i] + "' is not a number of pixels");
            }
        }
        if (box[2] < 0 || box[3] < 0) {
            throw new UserError(place + ": width " + words[4] + " or height " + words[5] + " is below 0");
        }
        double confidence = words.length > 6 ? number(place, words[6]) : 1;
        double kind = words.length > 7 && identified ? number(place, words[7]) : -1;
        return new MotRow((int) frame, (int) id, box[0], box[1], box[2], box[3], confidence, (int) kind);
    }

    private static double number(String place, String word) {
        double number;
        try {
            number = Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new UserError(place + ": '" + word + "' is not a number", e);
        }
        if (!Double.isFinite(number)) {
            throw new UserError(place + ": '" + word + "' is not finite");
        }
        return number;
    }
}
