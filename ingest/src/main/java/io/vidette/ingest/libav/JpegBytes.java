package io.vidette.ingest.libav;

/** Distinguishes a JPEG that any reader can decode from the incomplete ones that some cameras send. */
final class JpegBytes {
    private JpegBytes() {}

    /**
     * Whether the bytes run from a start to an end marker and bring their Huffman tables: motion JPEG may leave those out,
     * and then only video decoders can read it.
     */
    static boolean isComplete(byte[] jpeg) {
        int n = jpeg.length;
        if (n < 4 || at(jpeg, 0) != 0xff || at(jpeg, 1) != 0xd8 || at(jpeg, n - 2) != 0xff || at(jpeg, n - 1) != 0xd9) {
            return false;
        }
        int i = 2;
        while (i + 4 <= n && at(jpeg, i) == 0xff) {
            int marker = at(jpeg, i + 1);
            if (marker == 0xc4) {
                return true;
            }
            if (marker == 0xda) {
                return false;
            }
            i += 2 + (at(jpeg, i + 2) << 8 | at(jpeg, i + 3));
        }
        return false;
    }

    private static int at(byte[] bytes, int i) {
        return bytes[i] & 0xff;
    }
}
