package io.vidette.ingest.picture;

/** Width and height in pixels. */
public record PictureSize(int width, int height) {
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels");
        }
    }

    /**
     * The size to publish: the longest side at most {@code maxSide}, the shape kept, both sides even because JPEG halves
     * the colours; never larger than it was.
     */
    public PictureSize fit(int maxSide) {
        int longest = Math.max(width, height);
        double scale = longest <= maxSide ? 1 : (double) maxSide / longest;
        return new PictureSize(even(width * scale, width), even(height * scale, height));
    }

    private static int even(double side, int original) {
        int nearest = Math.max(2, (int) Math.round(side / 2) * 2);
        // A source one pixel wide stays so: it cannot be made even without enlarging it.
        return nearest <= original ? nearest : Math.max(1, original / 2 * 2);
    }
}
