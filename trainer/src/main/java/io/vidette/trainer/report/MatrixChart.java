package io.vidette.trainer.report;

import io.vidette.trainer.evaluate.detection.ConfusionMatrix;
import io.vidette.trainer.report.Sheet.Anchor;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as shades: a column for each true class, a row for each predicted one, each column's shares adding up
 * to 1. Classes that occur nowhere are left out.
 */
final class MatrixChart {
    /** Up to so many rows a cell has room for its share and its count. */
    private static final int ROOMY = 12;
    /** Up to so many rows a cell has room for its share. */
    private static final int NARROW = 32;

    private static final double TOP = 66;
    private static final double LEGEND = 74;
    private static final int LONGEST_NAME = 22;

    private final ConfusionMatrix matrix;
    private final List<String> names;
    private final List<Integer> shown = new ArrayList<>();
    private final double cell;
    private final Font labels;

    /** @param classes names by index */
    MatrixChart(ConfusionMatrix matrix, List<String> classes) {
        this.matrix = matrix;
        names = new ArrayList<>(classes);
        names.add("background");
        for (int i = 0; i < matrix.classes(); i++) {
            if (column(i) > 0 || row(i) > 0) {
                shown.add(i);
            }
        }
        shown.add(matrix.classes());
        cell = shown.size() <= ROOMY ? 52 : shown.size() <= NARROW ? 28 : 12.5;
        labels = Sheet.font(shown.size() <= NARROW ? 12 : 9.5);
    }

    void write(Path file) throws IOException {
        double margin;
        try (Sheet measure = new Sheet(1, 1)) {
            margin = shown.stream()
                    .mapToDouble(i -> measure.width(name(i), labels))
                    .max()
                    .orElse(0);
        }
        double left = margin + 46;
        double side = cell * shown.size();
        double width = left + Math.max(side, 330) + LEGEND;
        try (Sheet sheet = new Sheet(width, TOP + Math.max(side, 150) + margin + 52)) {
            sheet.text("Confusion matrix", left, 24, Anchor.LEFT, Sheet.bold(17), Sheet.INK);
            String note = String.format(
                    Locale.ROOT,
                    "shares of each true class; scores above %.2f, IoU above %.2f",
                    ConfusionMatrix.CONFIDENCE,
                    ConfusionMatrix.IOU);
            sheet.text(note, left, 46, Anchor.LEFT, Sheet.font(12), Sheet.FAINT);
            for (int column = 0; column < shown.size(); column++) {
                column(sheet, left, column);
            }
            sheet.draw(new Rectangle2D.Double(left, TOP, side, side), 1, Sheet.FAINT);
            sheet.text("true", left + side / 2, TOP + side + margin + 32, Anchor.CENTRE, Sheet.font(13), Sheet.INK);
            sheet.textUpwards("predicted", 18, TOP + side / 2, Anchor.CENTRE, Sheet.font(13), Sheet.INK);
            scale(sheet, left + side + 22, Math.min(Math.max(side, 150), 260));
            sheet.write(file);
        }
    }

    private void column(Sheet sheet, double left, int column) {
        int truth = shown.get(column);
        long all = column(truth);
        double x = left + column * cell;
        double middle = TOP + (column + 0.5) * cell;
        sheet.text(name(truth), left - 8, middle, Anchor.RIGHT, labels, Sheet.INK);
        double below = TOP + shown.size() * cell + 8;
        sheet.textUpwards(name(truth), x + cell / 2, below, Anchor.RIGHT, labels, Sheet.INK);
        for (int row = 0; row < shown.size(); row++) {
            long count = matrix.count(shown.get(row), truth);
            double share = all == 0 ? 0 : (double) count / all;
            double y = TOP + row * cell;
            Rectangle2D square = new Rectangle2D.Double(x, y, cell, cell);
            sheet.fill(square, Palette.shade(share));
            sheet.draw(square, 0.5, Sheet.GRID);
            if (count > 0 && shown.size() <= NARROW) {
                Color ink = share > 0.45 ? Color.WHITE : Sheet.INK;
                numbers(sheet, x + cell / 2, y + cell / 2, share, count, ink);
            }
        }
    }

    private void numbers(Sheet sheet, double x, double y, double share, long count, Color ink) {
        String text = String.format(Locale.ROOT, "%.2f", share);
        if (shown.size() > ROOMY) {
            sheet.text(text.startsWith("0") ? text.substring(1) : text, x, y, Anchor.CENTRE, Sheet.font(9.5), ink);
            return;
        }
        sheet.text(text, x, y - 7, Anchor.CENTRE, Sheet.bold(13), ink);
        Color faint = new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 170);
        sheet.text(Long.toString(count), x, y + 10, Anchor.CENTRE, Sheet.font(10), faint);
    }

    private static void scale(Sheet sheet, double x, double height) {
        int steps = 100;
        for (int i = 0; i < steps; i++) {
            double y = TOP + height * i / steps;
            Color shade = Palette.shade(1 - (i + 0.5) / steps);
            sheet.fill(new Rectangle2D.Double(x, y, 12, height / steps + 0.5), shade);
        }
        sheet.draw(new Rectangle2D.Double(x, TOP, 12, height), 0.5, Sheet.FAINT);
        for (double share : new double[] {0, 0.5, 1}) {
            String text = String.format(Locale.ROOT, "%.1f", share);
            sheet.text(text, x + 18, TOP + height * (1 - share), Anchor.LEFT, Sheet.font(11), Sheet.FAINT);
        }
    }

    private String name(int index) {
        String name = names.get(index);
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
    }

    private long column(int truth) {
        long sum = 0;
        for (int i = 0; i <= matrix.classes(); i++) {
            sum += matrix.count(i, truth);
        }
        return sum;
    }

    private long row(int predicted) {
        long sum = 0;
        for (int i = 0; i <= matrix.classes(); i++) {
            sum += matrix.count(predicted, i);
        }
        return sum;
    }
}
