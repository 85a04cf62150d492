package io.vidette.ingest.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Byte streams as Annex B of H.264 and H.265 lays them out. */
final class NalUnits {
    private NalUnits() {}

    /** The units between the start codes 000001 and 00000001. */
    static List<byte[]> split(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (begin >= 0) {
                    units.add(trimmed(stream, begin, i));
                }
                begin = i + 3;
                i += 2;
            }
        }
        if (begin >= 0) {
            units.add(trimmed(stream, begin, stream.length));
        }
        return units;
    }

    /** A zero before a start code belongs to the start code. */
    private static byte[] trimmed(byte[] stream, int from, int to) {
        int end = to;
        while (end > from && stream[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOfRange(stream, from, end);
    }
}
