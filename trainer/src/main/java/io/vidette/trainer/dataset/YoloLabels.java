package io.vidette.trainer.dataset;

import io.vidette.topology.fault.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * YOLO's label file: a row for each object, {@code class x y width height} with the centre and size of its box, or
 * {@code class x1 y1 x2 y2 x3 y3 ...} with its outline, of which the box around it counts. All are shares of the picture's
 * width and height. Rows that are wrong are left out and named.
 */
final class YoloLabels {
    private static final int BOX_VALUES = 5;
    /** The class and three corners. */
    private static final int OUTLINE_VALUES = 7;

    private static final long MAX_BYTES = 64 << 20;

    private final Path file;
    private final int classes;
    private final List<LabelProblem> problems;
    private final Set<LabelledObject> seen = new HashSet<>();
    private final List<LabelledObject> objects = new ArrayList<>();

    /** As Latin-1 reads it. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private YoloLabels(Path file, int classes, List<LabelProblem> problems) {
        this.file = file;
        this.classes = classes;
        this.problems = problems;
    }

    /** The objects of a file, which must be there. */
    static List<LabelledObject> read(Path file, int classes, List<LabelProblem> problems) {
        YoloLabels labels = new YoloLabels(file, classes, problems);
        try {
            if (Files.size(file) > MAX_BYTES) {
                labels.add(0, LabelFault.MALFORMED, Files.size(file) + " bytes are too many for labels; left out");
                return List.of();
            }
            // Only numbers matter: other bytes make a bad row, not an encoding error.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++) {
                String line = (i == 0 ? withoutMark(lines.get(i)) : lines.get(i)).strip();
                if (!line.isEmpty()) {
                    labels.row(i + 1, line.split("\\s+", -1));
                }
            }
        } catch (IOException e) {
            labels.add(0, LabelFault.MALFORMED, "cannot be read: " + FileFault.inWords(e));
        }
        return labels.objects;
    }

    /** Windows' editors put UTF-8's byte order mark before the text. */
    private static String withoutMark(String line) {
        return line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
    }

    private void row(int line, String[] words) {
        boolean isOutline = words.length >= OUTLINE_VALUES && words.length % 2 == 1;
        if (words.length != BOX_VALUES && !isOutline) {
            add(line, LabelFault.MALFORMED, words.length + " values where class x y width height are expected");
            return;
        }
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                values[i] = Double.parseDouble(words[i]);
            } catch (NumberFormatException e) {
                add(line, LabelFault.MALFORMED, "'" + shortened(words[i]) + "' is not a number");
                return;
            }
        }
        Optional<LabelFault> fault = fault(values);
        if (fault.isPresent()) {
            add(line, fault.get(), reason(fault.get(), words));
            return;
        }
        double[] box = isOutline ? around(values) : values;
        if (!(box[3] > 0 && box[4] > 0)) {
            add(line, LabelFault.NO_AREA, "box without area");
            return;
        }
        LabelledObject object =
                LabelledObject.of((int) box[0], box[1] - box[3] / 2, box[2] - box[4] / 2, box[3], box[4]);
        if (!seen.add(object)) {
            add(line, LabelFault.DUPLICATE, "the same object stands there before; counted once");
            return;
        }
        objects.add(object);
    }

    private Optional<LabelFault> fault(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return Optional.of(LabelFault.NOT_FINITE);
            }
        }
        if (!(values[0] >= 0 && values[0] < classes && values[0] == Math.rint(values[0]))) {
            return Optional.of(LabelFault.UNKNOWN_CLASS);
        }
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= 1)) {
                return Optional.of(LabelFault.OUTSIDE);
            }
        }
        return Optional.empty();
    }

    private String reason(LabelFault fault, String[] words) {
        return switch (fault) {
            case UNKNOWN_CLASS -> "class " + shortened(words[0]) + ", but the classes are 0 to " + (classes - 1);
            case OUTSIDE -> "a coordinate outside 0..1 in '" + shortened(String.join(" ", words)) + "'";
            default -> "a value that is not finite in '" + shortened(String.join(" ", words)) + "'";
        };
    }

    /** Class, centre and size of the box around an outline. */
    private static double[] around(double[] outline) {
        double left = 1;
        double top = 1;
        double right = 0;
        double bottom = 0;
        for (int i = 1; i < outline.length; i += 2) {
            left = Math.min(left, outline[i]);
            right = Math.max(right, outline[i]);
            top = Math.min(top, outline[i + 1]);
            bottom = Math.max(bottom, outline[i + 1]);
        }
        return new double[] {outline[0], (left + right) / 2, (top + bottom) / 2, right - left, bottom - top};
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }

    private void add(int line, LabelFault fault, String reason) {
        problems.add(new LabelProblem(file, line, fault, reason));
    }
}
