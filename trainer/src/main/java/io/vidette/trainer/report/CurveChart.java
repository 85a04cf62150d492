package io.vidette.trainer.report;

import io.vidette.trainer.report.Sheet.Anchor;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Curves of all classes over 0..1, and their mean. Up to ten classes have a colour and a line in the legend; more are
 * faint lines behind the mean.
 *
 * @param note below the title
 * @param mark place on the horizontal axis that matters
 */
record CurveChart(
        String title, String note, String xLabel, String yLabel, List<Series> classes, Optional<Double> mark) {
    private static final double LEFT = 62;
    private static final double TOP = 66;
    private static final double SIDE_WIDTH = 540;
    private static final double SIDE_HEIGHT = 380;
    private static final double BOTTOM = 52;
    private static final double LEGEND = 206;
    private static final int LONGEST_NAME = 18;

    /**
     * Values at evenly spaced places from 0 to 1.
     *
     * @param label of the legend; the figure comes behind it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Series(String label, double figure, double[] values) {}

    void write(Path file) throws IOException {
        try (Sheet sheet = new Sheet(LEFT + SIDE_WIDTH + LEGEND, TOP + SIDE_HEIGHT + BOTTOM)) {
            sheet.text(title, LEFT, 24, Anchor.LEFT, Sheet.bold(17), Sheet.INK);
            sheet.text(note, LEFT, 46, Anchor.LEFT, Sheet.font(12), Sheet.FAINT);
            axes(sheet);
            boolean few = classes.size() <= Palette.size();
            for (int i = 0; i < classes.size(); i++) {
                sheet.draw(curve(classes.get(i).values()), few ? 1.6 : 1, few ? Palette.ofClass(i) : Palette.MANY);
            }
            double[] mean = mean();
            mark.ifPresent(place -> sheet.draw(vertical(place), 1, Sheet.FAINT, 4, 4));
            sheet.draw(curve(mean), 3, Palette.MEAN);
            mark.ifPresent(place -> mark(sheet, mean, place));
            legend(sheet, few);
            sheet.write(file);
        }
    }

    private void axes(Sheet sheet) {
        for (int i = 0; i <= 5; i++) {
            double share = i / 5.0;
            String label = String.format(Locale.ROOT, "%.1f", share);
            sheet.draw(vertical(share), 1, Sheet.GRID);
            sheet.draw(new Line2D.Double(x(0), y(share), x(1), y(share)), 1, Sheet.GRID);
            sheet.text(label, x(share), y(0) + 14, Anchor.CENTRE, Sheet.font(11), Sheet.FAINT);
            sheet.text(label, x(0) - 8, y(share), Anchor.RIGHT, Sheet.font(11), Sheet.FAINT);
        }
        sheet.draw(new Line2D.Double(x(0), y(0), x(1), y(0)), 1.2, Sheet.FAINT);
        sheet.text(xLabel, x(0.5), y(0) + 36, Anchor.CENTRE, Sheet.font(13), Sheet.INK);
        sheet.textUpwards(yLabel, 20, y(0.5), Anchor.CENTRE, Sheet.font(13), Sheet.INK);
    }

    private static Line2D vertical(double place) {
        return new Line2D.Double(x(place), y(0), x(place), y(1));
    }

    private static Path2D curve(double[] values) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < values.length; i++) {
            double x = x((double) i / (values.length - 1));
            double y = y(Math.max(0, Math.min(1, values[i])));
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }

    private void mark(Sheet sheet, double[] mean, double place) {
        int point = (int) Math.round(place * (mean.length - 1));
        double value = mean[point];
        sheet.fill(new Ellipse2D.Double(x(place) - 5, y(value) - 5, 10, 10), Color.WHITE);
        sheet.fill(new Ellipse2D.Double(x(place) - 3.5, y(value) - 3.5, 7, 7), Palette.MEAN);
        String text = String.format(Locale.ROOT, "%.2f at %.2f", value, place);
        double width = sheet.width(text, Sheet.bold(12));
        // Where neither the edge nor the rest of the curve is.
        double left = place < 0.75 ? x(place) + 8 : x(place) - 8 - width;
        boolean rises = mean[Math.min(mean.length - 1, point + mean.length / 10)] > value;
        double middle = rises || y(value) < TOP + 24 ? y(value) + 18 : y(value) - 16;
        sheet.fill(new RoundRectangle2D.Double(left - 4, middle - 9, width + 8, 18, 6, 6), Color.WHITE);
        sheet.text(text, left, middle, Anchor.LEFT, Sheet.bold(12), Palette.MEAN);
    }

    private void legend(Sheet sheet, boolean few) {
        double line = TOP + 8;
        double mean = classes.stream().mapToDouble(Series::figure).average().orElse(0);
        String all = "mean of " + classes.size() + (classes.size() == 1 ? " class" : " classes");
        entry(sheet, line, Palette.MEAN, 3, all, mean);
        if (!few) {
            sheet.draw(new Line2D.Double(x(1) + 18, line + 22, x(1) + 38, line + 22), 1, Palette.MANY);
            sheet.text("each class", x(1) + 44, line + 22, Anchor.LEFT, Sheet.font(11), Sheet.INK);
            return;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, classes.size()).boxed().toList());
        order.sort(Comparator.comparingDouble(i -> -classes.get(i).figure()));
        for (int i : order) {
            line += 22;
            entry(
                    sheet,
                    line,
                    Palette.ofClass(i),
                    1.6,
                    classes.get(i).label(),
                    classes.get(i).figure());
        }
    }

    private static void entry(Sheet sheet, double line, Color color, double width, String label, double figure) {
        sheet.draw(new Line2D.Double(x(1) + 18, line, x(1) + 38, line), width, color);
        String text = label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME - 1) + "…" : label;
        sheet.text(text, x(1) + 44, line, Anchor.LEFT, Sheet.font(11), Sheet.INK);
        String number = String.format(Locale.ROOT, "%.3f", figure);
        sheet.text(number, x(1) + LEGEND - 10, line, Anchor.RIGHT, Sheet.font(11), Sheet.FAINT);
    }

    private double[] mean() {
        int points = classes.isEmpty() ? 2 : classes.get(0).values().length;
        double[] mean = new double[points];
        for (Series series : classes) {
            for (int i = 0; i < points; i++) {
                mean[i] += series.values()[i] / classes.size();
            }
        }
        return mean;
    }

    private static double x(double share) {
        return LEFT + share * SIDE_WIDTH;
    }

    private static double y(double share) {
        return TOP + (1 - share) * SIDE_HEIGHT;
    }
}
