package io.vidette.deploy.app.evaluate;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.tracker.TrackConfig;
import io.vidette.trainer.evaluate.tracking.MotFile;
import io.vidette.trainer.evaluate.tracking.MotRow;
import io.vidette.trainer.evaluate.tracking.MotTracks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Tracks of a sequence.
 *
 * @param rows one for each object and frame
 * @param seconds that reading and following took
 */
public record TrackRun(List<MotRow> rows, double seconds) {
    public TrackRun {
        rows = List.copyOf(rows);
    }

    /**
     * Follows the objects of a file of detections.
     *
     * @param fps frames per second of the sequence, 0.001 to 1000
     * @throws UserError if the file cannot be read or the rate is out of range
     */
    public static TrackRun follow(Path detections, double fps, TrackConfig config) {
        if (!(fps >= 0.001 && fps <= 1000)) {
            throw new UserError("--fps " + fps + " is outside 0.001..1000");
        }
        long began = System.nanoTime();
        List<MotRow> rows = MotTracks.follow(MotFile.detections(detections), fps, config);
        return new TrackRun(rows, (System.nanoTime() - began) / 1e9);
    }

    /**
     * Reads tracks.
     *
     * @throws UserError if the file cannot be read
     */
    public static TrackRun read(Path tracks) {
        long began = System.nanoTime();
        List<MotRow> rows = MotFile.tracks(tracks);
        return new TrackRun(rows, (System.nanoTime() - began) / 1e9);
    }

    /** Returns the number of objects. */
    public long objects() {
        return rows.stream().mapToInt(MotRow::id).distinct().count();
    }

    /**
     * Writes the tracks, over a file that exists.
     *
     * @throws UserError if the file cannot be written
     */
    public void write(Path file) {
        try {
            MotFile.write(file, rows);
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + file + " (" + FileFault.inWords(e) + "); check --output and the disk", e);
        }
    }
}
