package io.vidette.ingest.picture;

import io.vidette.ingest.source.SourceFrame;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Makes the JPEG that is published. A motion-JPEG camera's own picture passes untouched when it is small enough already:
 * encoding it again would cost time and quality.
 *
 * <p>Threading: one thread.
 */
public final class PicturePreparer implements AutoCloseable {
    private final int maxSide;
    private final FrameScaler scaler = new FrameScaler();
    private final JpegEncoder encoder;

    public PicturePreparer(int maxSide, int quality) {
        this.maxSide = maxSide;
        this.encoder = new JpegEncoder(quality);
    }

    /** Scales and encodes. */
    public Picture prepare(SourceFrame frame) {
        AVFrame picture = frame.picture();
        PictureSize source = new PictureSize(picture.width(), picture.height());
        PictureSize size = source.fit(maxSide);
        boolean untouched = frame.jpeg().isPresent() && size.equals(source);
        byte[] jpeg = untouched ? frame.jpeg().get() : encoder.encode(scaler.scale(picture, size));
        return new Picture(jpeg, size, source);
    }

    @Override
    public void close() {
        scaler.close();
        encoder.close();
    }

    /**
     * A JPEG ready to publish.
     *
     * @param size of the JPEG
     * @param source size as the camera sent it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    public record Picture(byte[] jpeg, PictureSize size, PictureSize source) {}
}
