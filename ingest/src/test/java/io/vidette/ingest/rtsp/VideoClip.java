package io.vidette.ingest.rtsp;

import java.util.ArrayList;
import java.util.List;

/**
 * A short video that a test camera shows over and over.
 *
 * @param codec of the pictures
 * @param pictures each a list of NAL units without start codes
 * @param parameterSets NAL units that a decoder needs first, also found before each key picture
 * @param fps pictures per second
 */
public record VideoClip(Codec codec, List<List<byte[]>> pictures, List<byte[]> parameterSets, int fps) {
    /** How a clip is coded. */
    public enum Codec {
        H264("H264") {
            @Override
            int type(byte[] unit) {
                return unit[0] & 0x1f;
            }

            @Override
            boolean isParameterSet(int type) {
                return type == 7 || type == 8;
            }

            @Override
            boolean beginsPicture(byte[] unit) {
                int type = type(unit);
                // first_mb_in_slice is 0, coded as a single 1 bit.
                return (type == 1 || type == 5) && (unit[1] & 0x80) != 0;
            }

            @Override
            boolean isSlice(int type) {
                return type >= 1 && type <= 5;
            }
        },
        H265("H265") {
            @Override
            int type(byte[] unit) {
                return unit[0] >> 1 & 0x3f;
            }

            @Override
            boolean isParameterSet(int type) {
                return type >= 32 && type <= 34;
            }

            @Override
            boolean beginsPicture(byte[] unit) {
                return isSlice(type(unit)) && (unit[2] & 0x80) != 0;
            }

            @Override
            boolean isSlice(int type) {
                return type < 32;
            }
        };

        private final String rtpName;

        Codec(String rtpName) {
            this.rtpName = rtpName;
        }

        String rtpName() {
            return rtpName;
        }

        abstract int type(byte[] unit);

        abstract boolean isParameterSet(int type);

        abstract boolean beginsPicture(byte[] unit);

        abstract boolean isSlice(int type);
    }

    /** Cuts a byte stream with start codes into pictures. */
    public static VideoClip parse(Codec codec, byte[] stream, int fps) {
        List<List<byte[]>> pictures = new ArrayList<>();
        List<byte[]> sets = new ArrayList<>();
        List<byte[]> picture = new ArrayList<>();
        boolean hasSlice = false;
        for (byte[] unit : NalUnits.split(stream)) {
            int type = codec.type(unit);
            if (codec.isParameterSet(type) && sets.stream().noneMatch(set -> codec.type(set) == type)) {
                sets.add(unit);
            }
            if (hasSlice && (!codec.isSlice(type) || codec.beginsPicture(unit))) {
                pictures.add(List.copyOf(picture));
                picture.clear();
                hasSlice = false;
            }
            picture.add(unit);
            hasSlice |= codec.isSlice(type);
        }
        pictures.add(List.copyOf(picture));
        return new VideoClip(codec, List.copyOf(pictures), List.copyOf(sets), fps);
    }
}
