package io.vidette.deploy.app.model;

import io.vidette.detector.image.ContactSheet;
import io.vidette.detector.image.ContactSheet.Cell;
import io.vidette.detector.image.ContactSheet.Mark;
import io.vidette.detector.image.ContactSheet.Side;
import io.vidette.topology.client.KafkaConnection;
import io.vidette.topology.diff.DetectionMatching;
import io.vidette.topology.diff.FrameDifference;
import io.vidette.topology.diff.FramePictures;
import io.vidette.topology.message.Detection;
import io.vidette.topology.message.FrameId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The frames on which two models differ most, drawn side by side. */
public final class DifferenceSheet {
    private static final int CELL_WIDTH = 400;

    private final byte[] png;
    private final int frames;
    private final int blank;

    private DifferenceSheet(byte[] png, int frames, int blank) {
        this.png = png;
        this.frames = frames;
        this.blank = blank;
    }

    /** Returns the picture as PNG. */
    public byte[] png() {
        return png.clone();
    }

    /** Returns the number of frames on the sheet. */
    public int frames() {
        return frames;
    }

    /** Returns how many of them are blank, because Kafka has deleted the frame. */
    public int blank() {
        return blank;
    }

    static DifferenceSheet draw(KafkaConnection connection, DiffOutcome outcome) {
        return draw(outcome, FramePictures.fetch(connection, outcome.mostDifferent()));
    }

    /** @param pictures JPEGs of the frames that Kafka still has */
    static DifferenceSheet draw(DiffOutcome outcome, Map<FrameId, byte[]> pictures) {
        List<Cell> cells = outcome.differences().stream()
                .map(frame -> new Cell(
                        Optional.ofNullable(pictures.get(frame.id())),
                        frame.width(),
                        frame.height(),
                        caption(frame),
                        marks(frame.matching())))
                .toList();
        String nameA = outcome.a() + " (" + String.join(", ", outcome.modelsA()) + ")";
        String nameB = outcome.b() + " (" + String.join(", ", outcome.modelsB()) + ")";
        return new DifferenceSheet(
                ContactSheet.draw(nameA, nameB, cells, CELL_WIDTH), cells.size(), cells.size() - pictures.size());
    }

    private static String caption(FrameDifference frame) {
        return frame.camera() + "  " + frame.id().partition() + "-" + frame.id().offset()
                + frame.capturedAt()
                        .map(time -> "  " + time.toString().replaceFirst("\\.\\d+Z$", "Z"))
                        .orElse("");
    }

    private static List<Mark> marks(DetectionMatching matching) {
        List<Mark> marks = new ArrayList<>();
        matching.pairs().forEach(pair -> {
            marks.add(mark(Side.A, pair.a(), false));
            marks.add(mark(Side.B, pair.b(), false));
        });
        matching.onlyA().forEach(detection -> marks.add(mark(Side.A, detection, true)));
        matching.onlyB().forEach(detection -> marks.add(mark(Side.B, detection, true)));
        return marks;
    }

    private static Mark mark(Side side, Detection detection, boolean single) {
        String text = String.format(Locale.ROOT, "%s %.2f", detection.label(), detection.score());
        return new Mark(side, detection.box(), text, single);
    }
}
