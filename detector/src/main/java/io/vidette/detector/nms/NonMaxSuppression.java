package io.vidette.detector.nms;

/**
 * Thins out candidates that overlap, by the rules given. Memory is used again, so that a call makes no garbage once the
 * largest picture has been seen.
 *
 * <p>Threading: for one thread at a time.
 */
public final class NonMaxSuppression {
    /** Maximum candidates processed for a picture, best first: {@code max_nms} of YOLOv5. */
    private static final int MAX_CANDIDATES = 30_000;

    private final Ranking ranking = new Ranking();
    private final Candidates survivors = new Candidates();
    private final GreedySuppression greedy;
    private final SoftSuppression soft;
    private final boolean isGreedy;

    /**
     * Applies these rules.
     *
     * @param thresholds below which Soft-NMS drops what it lowered
     */
    public NonMaxSuppression(SuppressionRules rules, ScoreThresholds thresholds) {
        greedy = new GreedySuppression(rules);
        soft = new SoftSuppression(rules, thresholds);
        isGreedy = rules.method() == SuppressionMethod.GREEDY;
    }

    /**
     * The candidates that remain, best first. Their order does not matter, and they are not changed.
     *
     * @return overwritten by the next call
     */
    public Candidates apply(Candidates candidates) {
        ranking.rank(candidates);
        survivors.clear();
        int count = Math.min(candidates.size(), MAX_CANDIDATES);
        if (isGreedy) {
            greedy.run(candidates, ranking, count, survivors);
        } else {
            soft.run(candidates, ranking, count, survivors);
        }
        return survivors;
    }
}
