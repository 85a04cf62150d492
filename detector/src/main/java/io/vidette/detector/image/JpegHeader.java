package io.vidette.detector.image;

/**
 * What a JPEG says of itself (ITU-T T.81, annex B), read before any decoder takes memory for it.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record JpegHeader(int width, int height) {
    /** Longest side that is decoded, in pixels. */
    public static final int MAX_SIDE = 16_384;
    /** Most pixels that are decoded: 64 megapixels. */
    public static final int MAX_PIXELS = 64 << 20;

    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;

    /**
     * Walks the segments up to the first scan and checks that the picture is complete.
     *
     * @throws UnusableImageException when it is no JPEG, too large, cut short, or of a kind that cameras do not send
     */
    public static JpegHeader read(byte[] jpeg) throws UnusableImageException {
        if (jpeg.length < 4 || marker(jpeg, 0) != START_OF_IMAGE) {
            throw new UnusableImageException("not a JPEG: it does not start with ff d8");
        }
        JpegHeader header = null;
        int position = 2;
        while (position + 4 <= jpeg.length) {
            int marker = marker(jpeg, position);
            if (marker == 0xff) {
                position++; // fill bytes may precede a marker
                continue;
            }
            if (marker == START_OF_SCAN) {
                if (header == null) {
                    throw new UnusableImageException("JPEG without a frame header");
                }
                checkComplete(jpeg, position);
                return header;
            }
            if (isFrameHeader(marker)) {
                header = frameHeader(jpeg, position, marker);
            }
            position += 2 + unsignedShort(jpeg, position + 2);
        }
        throw new UnusableImageException("JPEG cut short in its header, after " + jpeg.length + " bytes");
    }

    private static JpegHeader frameHeader(byte[] jpeg, int position, int marker) throws UnusableImageException {
        if (marker > 0xc2) {
            throw new UnusableImageException("JPEG of a kind that is not supported (frame ff %02x)".formatted(marker));
        }
        if (position + 10 > jpeg.length) {
            throw new UnusableImageException("JPEG cut short in its header, after " + jpeg.length + " bytes");
        }
        int bits = jpeg[position + 4] & 0xff;
        int height = unsignedShort(jpeg, position + 5);
        int width = unsignedShort(jpeg, position + 7);
        int components = jpeg[position + 9] & 0xff;
        if (bits != 8 || (components != 1 && components != 3)) {
            throw new UnusableImageException("JPEG with " + components + " components of " + bits
                    + " bits; only 1 or 3 of 8 bits are supported");
        }
        if (width == 0 || height == 0) {
            throw new UnusableImageException("JPEG of " + width + "x" + height + " pixels");
        }
        if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
            throw new UnusableImageException("JPEG of " + width + "x" + height + " pixels; at most " + MAX_SIDE
                    + " a side and " + MAX_PIXELS + " in all are decoded");
        }
        return new JpegHeader(width, height);
    }

    /** Checks for the end marker, because a decoder would invent missing pixels. Bytes may follow the marker. */
    private static void checkComplete(byte[] jpeg, int scan) throws UnusableImageException {
        for (int i = jpeg.length - 2; i > scan; i--) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) END_OF_IMAGE) {
                return;
            }
        }
        throw new UnusableImageException("JPEG cut short, after " + jpeg.length + " bytes");
    }

    /** All that start with c but the tables: Huffman c4, arithmetic cc, and the reserved c8. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static int marker(byte[] jpeg, int position) throws UnusableImageException {
        if (jpeg[position] != (byte) 0xff) {
            throw new UnusableImageException("not a JPEG, or a damaged one: no marker at byte " + position);
        }
        return jpeg[position + 1] & 0xff;
    }

    private static int unsignedShort(byte[] jpeg, int position) {
        return (jpeg[position] & 0xff) << 8 | (jpeg[position + 1] & 0xff);
    }
}
