package io.vidette.topology.tracker;

import io.vidette.topology.message.Box;
import io.vidette.topology.message.Detection;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The matching of one frame in several bands of scores: tracks and detections that are matched in one band are not
 * offered in the next.
 */
final class Matching {
    /** Most detections of a frame that are matched, best scores first: matching takes time with the cube of their number. */
    private static final int MAX_DETECTIONS = 500;

    /** A box that reaches beyond this many pixels is nowhere. */
    private static final float FURTHEST = 1e6f;

    private final Track[] tracks;
    private final boolean[] seen;
    private final List<Detection> detections;
    private final boolean[] free;
    private final Instant at;
    private final TrackConfig config;

    Matching(
            List<Track> tracks,
            List<Detection> detections,
            Instant at,
            TrackConfig config,
            Predicate<Detection> hidden) {
        this.tracks = tracks.toArray(Track[]::new);
        this.seen = new boolean[this.tracks.length];
        this.detections = detections;
        this.free = new boolean[detections.size()];
        this.at = at;
        this.config = config;
        for (int i = 0; i < Math.min(MAX_DETECTIONS, free.length); i++) {
            free[i] = isSomewhere(detections.get(i).box()) && !hidden.test(detections.get(i));
        }
    }

    /**
     * Matches the remaining tracks of a kind with the remaining detections in a band of scores.
     *
     * @param confirmed the kind of tracks
     * @param from the least score
     * @param below the score above the band
     * @param limit as {@link Association#pair} has it
     * @param least as {@link Association#pair} has it
     */
    void match(boolean confirmed, double from, double below, double limit, double least) {
        int[] rows = indices(tracks.length, i -> !seen[i] && tracks[i].confirmed() == confirmed);
        int[] columns = indices(
                free.length,
                i -> free[i]
                        && detections.get(i).score() >= from
                        && detections.get(i).score() < below);
        List<Track> left = Arrays.stream(rows).mapToObj(i -> tracks[i]).toList();
        List<Detection> offered =
                Arrays.stream(columns).mapToObj(detections::get).toList();
        int[] pairs = Association.pair(left, offered, at, limit, least);
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] >= 0) {
                tracks[rows[i]] = left.get(i).seen(offered.get(pairs[i]), at, config);
                seen[rows[i]] = true;
                free[columns[pairs[i]]] = false;
            }
        }
    }

    /** The tracks as they are now, in their order. */
    List<Track> tracks() {
        return List.of(tracks);
    }

    /** Whether a detection may begin a track. */
    boolean isFree(int detection) {
        return free[detection];
    }

    private static int[] indices(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).toArray();
    }

    private static boolean isSomewhere(Box box) {
        return Math.max(Math.abs(box.x1()), Math.abs(box.x2())) <= FURTHEST
                && Math.max(Math.abs(box.y1()), Math.abs(box.y2())) <= FURTHEST;
    }
}
