package io.vidette.ingest.rtsp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Pictures to RTP packets: RFC 6184 for H.264, RFC 7798 for H.265; and RTCP sender reports (RFC 3550). */
final class RtpStream {
    private static final int PAYLOAD = 1400;
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final RtpTransport transport;
    private final CameraFaults faults;
    private final Random random;
    private final int ssrc;
    private final int timeOrigin;
    private int sequence;
    private int packets;
    private int octets;

    RtpStream(RtpTransport transport, CameraFaults faults, Random random) {
        this.transport = transport;
        this.faults = faults;
        this.random = random;
        this.ssrc = random.nextInt();
        this.timeOrigin = random.nextInt();
        this.sequence = random.nextInt(60_000);
    }

    /** Sends a picture that was taken so many 90 kHz ticks after the stream began. */
    void sendPicture(VideoClip.Codec codec, List<byte[]> units, int ticks) throws IOException {
        for (int i = 0; i < units.size(); i++) {
            byte[] unit = units.get(i);
            boolean last = i == units.size() - 1;
            if (unit.length <= PAYLOAD) {
                sendPacket(new byte[0], unit, 0, unit.length, last, ticks);
            } else {
                sendFragments(codec, unit, last, ticks);
            }
        }
        transport.flush();
    }

    private void sendFragments(VideoClip.Codec codec, byte[] unit, boolean last, int ticks) throws IOException {
        int header = codec == VideoClip.Codec.H264 ? 1 : 2;
        for (int offset = header; offset < unit.length; offset += PAYLOAD) {
            int length = Math.min(PAYLOAD, unit.length - offset);
            boolean end = offset + length == unit.length;
            int flags = (offset == header ? 0x80 : 0) | (end ? 0x40 : 0);
            byte[] prefix = codec == VideoClip.Codec.H264
                    ? new byte[] {(byte) ((unit[0] & 0xe0) | 28), (byte) (flags | (unit[0] & 0x1f))}
                    : new byte[] {
                        (byte) ((unit[0] & 0x81) | (49 << 1)), unit[1], (byte) (flags | ((unit[0] >> 1) & 0x3f))
                    };
            sendPacket(prefix, unit, offset, length, last && end, ticks);
        }
    }

    private void sendPacket(byte[] prefix, byte[] unit, int offset, int length, boolean marker, int ticks)
            throws IOException {
        byte[] packet = new byte[12 + prefix.length + length];
        ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) (96 | (marker ? 0x80 : 0)))
                .putShort((short) sequence)
                .putInt(timeOrigin + ticks)
                .putInt(ssrc)
                .put(prefix)
                .put(unit, offset, length);
        sequence = sequence + 1 & 0xffff;
        packets++;
        octets += packet.length - 12;
        if (random.nextDouble() < faults.lossRate()) {
            return;
        }
        if (random.nextDouble() < faults.damageRate()) {
            for (int i = 0; i < 20; i++) {
                packet[14 + random.nextInt(packet.length - 14)] ^= (byte) (1 + random.nextInt(255));
            }
        }
        transport.send(false, packet);
    }

    /** Tells the camera's clock at a stream time. */
    void sendReport(int ticks, Instant now) throws IOException {
        if (faults.isWithoutReports()) {
            return;
        }
        Instant told = now.plus(faults.clockSkew());
        long fraction = (Duration.ofNanos(told.getNano()).toNanos() << 32) / 1_000_000_000L;
        byte[] packet = new byte[28];
        ByteBuffer.wrap(packet)
                .put((byte) 0x80)
                .put((byte) 200)
                .putShort((short) 6)
                .putInt(ssrc)
                .putInt((int) (told.getEpochSecond() + NTP_EPOCH))
                .putInt((int) fraction)
                .putInt(timeOrigin + ticks)
                .putInt(packets)
                .putInt(octets);
        transport.send(true, packet);
        transport.flush();
    }
}
