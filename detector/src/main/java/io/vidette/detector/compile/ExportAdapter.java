package io.vidette.detector.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the small program that stands before and after one that was exported by others. {@link #PREPARE} makes numbers of
 * bytes, {@code [count, height, width, 3]} to {@code [count, 3, height, width]}, 0..1. {@code forward} takes what the
 * exported program answered and the score that candidates must be above, and gives candidates {@code [found, 7]} as
 * {@link ServingCompiler}'s programs do, so that few numbers leave the engine.
 */
public final class ExportAdapter {
    /** Method that makes numbers of bytes. */
    public static final String PREPARE = "prepare";

    private static final Term PICTURES = new Term("pictures");
    private static final Term OUTPUT = new Term("output");
    private static final Term CONFIDENCE = new Term("confidence");

    private final ScriptMethod method = new ScriptMethod("forward", OUTPUT, CONFIDENCE);

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
        // Permuting moves nothing in memory, and the conversion keeps the order.
        Term floats = PICTURES.permute(0, 3, 1, 2).floats();
        Term ordered = channelsLast ? floats : floats.apply("contiguous");
        return new ScriptMethod(PREPARE, PICTURES).returning(ordered.apply("div", 255.0));
    }

    private static String forward(HeadOutput output, int classes, boolean multiLabel) {
        ExportAdapter adapter = new ExportAdapter();
        Term found = switch (output) {
            case ANCHOR_FREE -> multiLabel ? adapter.everyClass() : adapter.bestClass();
            case END_TO_END -> adapter.finalBoxes(classes);
        };
        return adapter.method.returning(found);
    }

    /** Names the number of boxes of a picture. */
    private Term places() {
        return method.let("places", OUTPUT.side(2));
    }

    /** Names the scores {@code [pictures, classes, boxes]}. */
    private Term scores() {
        return method.let("scores", OUTPUT.sliceFrom(1, 4));
    }

    /** Names the boxes by picture and place, as rows. */
    private Term boxes() {
        return method.let("boxes", OUTPUT.slice(1, 0, 4).permute(0, 2, 1).reshape(-1, 4));
    }

    private Term bestClass() {
        Term places = places();
        Term scores = scores();
        Term boxes = boxes();
        ScriptMethod.Pair highest = method.letPair("best", "classes", scores.apply("max", 1));
        Term best = method.let("best", highest.first().reshape(-1));
        Term kept = method.let("kept", best.above(CONFIDENCE).apply("nonzero").reshape(-1));
        Term images = method.let("images", kept.floorDivide(places));
        Term score = method.let("score", best.rowsAt(kept));
        Term label = method.let("label", highest.second().reshape(-1).rowsAt(kept));
        return candidates(images, boxes.rowsAt(kept), score, label);
    }

    private Term everyClass() {
        Term places = places();
        Term scores = scores();
        Term boxes = boxes();
        Term above = method.let("above", scores.above(CONFIDENCE));
        Term found = method.let("found", above.apply("nonzero"));
        Term score = method.let("score", scores.apply("masked_select", above));
        Term images = method.let("images", found.select(1, 0));
        Term label = method.let("label", found.select(1, 1));
        Term kept = method.let("kept", images.apply("mul", places).apply("add", found.select(1, 2)));
        return candidates(images, boxes.rowsAt(kept), score, label);
    }

    private Term finalBoxes(int classes) {
        Term places = method.let("places", OUTPUT.side(1));
        Term all = method.let("rows", OUTPUT.reshape(-1, 6));
        Term given = method.let("known", all.select(1, 5));
        Term known =
                method.let("known", given.apply("ge", 0.0).apply("logical_and", given.apply("lt", (double) classes)));
        Term above = method.let("above", all.select(1, 4).above(CONFIDENCE));
        Term kept = method.let(
                "kept", above.apply("logical_and", known).apply("nonzero").reshape(-1));
        Term images = method.let("images", kept.floorDivide(places));
        Term rows = method.let("rows", all.rowsAt(kept));
        Term score = method.let("score", rows.select(1, 4));
        Term label = method.let("label", rows.select(1, 5));
        Term first = method.let("first", rows.slice(1, 0, 2));
        Term last = method.let("last", rows.slice(1, 2, 4));
        Term centres = method.let("centres", first.apply("add", last).apply("div", 2.0));
        return candidates(images, Term.cat(List.of(centres, last.apply("sub", first)), 1), score, label);
    }

    private static Term candidates(Term images, Term boxes, Term score, Term label) {
        return Term.cat(
                List.of(
                        images.column().floats(),
                        boxes,
                        score.column().floats(),
                        label.column().floats()),
                1);
    }
}
