package io.vidette.detector.compile;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the small program that stands before and after one that was exported by others. {@link #PREPARE} makes numbers of
 * bytes, {@code [count, height, width, 3]} to {@code [count, 3, height, width]}, 0..1. {@code forward} takes what the
 * exported program answered and the score that candidates must be above, and gives candidates {@code [found, 7]} as
 * {@link ServingCompiler}'s programs do, so that few numbers leave the engine.
 */
public final class ExportAdapter {
    /** Method that makes numbers of bytes. */
    public static final String PREPARE = "prepare";

    private final StringBuilder code = new StringBuilder();

    private ExportAdapter() {}

    /**
     * Writes the archive.
     *
     * @param classes that the model knows; boxes of another are dropped
     * @param multiLabel as in {@link ServingTarget}
     * @param channelsLast how the numbers lie in memory: the faster way, which some programs do not take
     */
    public static void write(HeadOutput output, int classes, boolean multiLabel, boolean channelsLast, Path file)
            throws IOException {
        ScriptModule.write(prepare(channelsLast) + forward(output, classes, multiLabel), file);
    }

    private static String prepare(boolean channelsLast) {
        String floats = "torch.to(torch.permute(pictures, [0, 3, 1, 2]), 6, False, False, None)";
        // Permuting moves nothing in memory, and the conversion keeps the order.
        return method(PREPARE, "pictures: Tensor") + "    return torch.div("
                + (channelsLast ? floats : "torch.contiguous(" + floats + ")") + ", 255.)\n";
    }

    private static String forward(HeadOutput output, int classes, boolean multiLabel) {
        ExportAdapter body = new ExportAdapter();
        String found = switch (output) {
            case ANCHOR_FREE -> multiLabel ? body.everyClass() : body.bestClass();
            case END_TO_END -> body.finalBoxes(classes);
        };
        return method("forward", "output: Tensor,\n    confidence: Tensor") + body.code + "    return " + found + "\n";
    }

    private static String method(String name, String arguments) {
        return "  def " + name + "(self: " + ScriptModule.ROOT + ",\n    " + arguments + ") -> Tensor:\n";
    }

    private ExportAdapter assign(String name, String expression) {
        code.append("    ").append(name).append(" = ").append(expression).append('\n');
        return this;
    }

    /** Boxes by picture and place, as rows. */
    private ExportAdapter boxes() {
        return assign("places", "torch.size(output, 2)")
                .assign("scores", "torch.slice(output, 1, 4, 9223372036854775807)")
                .assign("boxes", "torch.reshape(torch.permute(torch.slice(output, 1, 0, 4), [0, 2, 1]), [-1, 4])");
    }

    private String bestClass() {
        boxes().assign("best, classes", "torch.max(scores, 1)")
                .assign("best", "torch.reshape(best, [-1])")
                .assign("kept", "torch.reshape(torch.nonzero(torch.gt(best, confidence)), [-1])")
                .assign("images", "torch.floor_divide(kept, places)")
                .assign("score", "torch.index_select(best, 0, kept)")
                .assign("label", "torch.index_select(torch.reshape(classes, [-1]), 0, kept)");
        return rows("torch.index_select(boxes, 0, kept)");
    }

    private String everyClass() {
        boxes().assign("above", "torch.gt(scores, confidence)")
                .assign("found", "torch.nonzero(above)")
                .assign("score", "torch.masked_select(scores, above)")
                .assign("images", "torch.select(found, 1, 0)")
                .assign("label", "torch.select(found, 1, 1)")
                .assign("kept", "torch.add(torch.mul(images, places), torch.select(found, 1, 2))");
        return rows("torch.index_select(boxes, 0, kept)");
    }

    private String finalBoxes(int classes) {
        assign("places", "torch.size(output, 1)")
                .assign("rows", "torch.reshape(output, [-1, 6])")
                .assign("known", "torch.select(rows, 1, 5)")
                .assign("known", "torch.logical_and(torch.ge(known, 0.), torch.lt(known, " + classes + ".))")
                .assign("above", "torch.gt(torch.select(rows, 1, 4), confidence)")
                .assign("kept", "torch.reshape(torch.nonzero(torch.logical_and(above, known)), [-1])")
                .assign("images", "torch.floor_divide(kept, places)")
                .assign("rows", "torch.index_select(rows, 0, kept)")
                .assign("score", "torch.select(rows, 1, 4)")
                .assign("label", "torch.select(rows, 1, 5)")
                .assign("first", "torch.slice(rows, 1, 0, 2)")
                .assign("last", "torch.slice(rows, 1, 2, 4)")
                .assign("centres", "torch.div(torch.add(first, last), 2.)");
        return rows("torch.cat([centres, torch.sub(last, first)], 1)");
    }

    private static String rows(String boxes) {
        String column = "torch.to(torch.unsqueeze(%s, 1), 6, False, False, None)";
        return "torch.cat([" + column.formatted("images") + ", " + boxes + ", " + column.formatted("score") + ", "
                + column.formatted("label") + "], 1)";
    }
}
