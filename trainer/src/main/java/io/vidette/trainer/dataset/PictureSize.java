package io.vidette.trainer.dataset;

/** In pixels, at least one each way. */
public record PictureSize(int width, int height) {
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture of " + width + "x" + height + " pixels");
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
